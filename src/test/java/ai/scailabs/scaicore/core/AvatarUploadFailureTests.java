package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.core.Pictures.path;
import static ai.scailabs.scaicore.core.Pictures.png;
import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.storage.ObjectStore;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** Uploads that fail halfway: after the store took the picture, or once all is committed. */
@ServerTest
class AvatarUploadFailureTests {

  private static final byte[] OLD = png(100);
  private static final byte[] NEW = Demo.sampleBytes("avatar-gif-named.png");

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private ObjectStore objects;
  @Autowired private AvatarProperties properties;
  @Autowired private CoreService cores;
  @Autowired private List<CoreEdited> edits;
  @Autowired private AuditTrail audit;
  @Autowired private TransactionOperations transactions;
  @Autowired private Clock clock;
  private Http admin;
  private Avatars one;
  private Avatars two;
  private Avatars three;

  @BeforeEach
  void startReplicas() {
    admin = new Http(port, Demo.ADMIN);
    one = new Avatars(objects, jdbc, properties);
    two = new Avatars(objects, jdbc, properties);
    three = new Avatars(objects, jdbc, properties);
  }
