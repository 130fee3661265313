package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.core.Pictures.base64;
import static ai.scailabs.scaicore.core.Pictures.path;
import static ai.scailabs.scaicore.core.Pictures.png;
import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.storage.ObjectStore;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
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

  @Test
  void whenTheRowIsNotToldOfAStoredPictureAllReplicasShowWhatTheStoreHasNow() {
    var id = uploaded();
    assertThat(one.get(id).bytes()).isEqualTo(OLD);
    var calls = new AtomicInteger();
    var failing =
        service(
            new TransactionOperations() {
              @Override
              public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                if (calls.incrementAndGet() > 1) {
                  throw new TransactionSystemException("no connection");
                }
                var done = transactions.execute(action);
                // Whoever asks between the announcement and the store gets the old one.
                assertThat(two.get(id).bytes()).isEqualTo(OLD);
                return done;
              }
            });

    assertThatThrownBy(() -> failing.upload(caller(id), id, NEW, null))
        .isInstanceOf(TransactionSystemException.class);

    for (var replica : List.of(one, two, three)) {
      assertThat(replica.get(id).bytes()).isEqualTo(NEW);
    }
    // The next upload sets it right.
    service(transactions).upload(caller(id), id, OLD, null);
    for (var replica : List.of(one, two, three)) {
      assertThat(replica.get(id).bytes()).isEqualTo(OLD);
      assertThat(replica.get(id)).isSameAs(replica.get(id));
    }
  }

  @Test
  void aFirstUploadThatIsNotBroughtToItsEndIsNoAvatarAnywhere() {
    var id = Demo.create(admin, Ids.next("Avatar "), "{}");
    var before = admin.get(CORES + "/" + id).data();

    transactions.executeWithoutResult(s -> cores.change("ten_acme", id, Core::awaitAvatar));
    one.put("ten_acme", id, Avatar.of(NEW, null));

    assertThat(admin.get(CORES + "/" + id).data()).isEqualTo(before);
    assertThatThrownBy(() -> two.get(id)).isInstanceOf(NoAvatar.class);
    assertThat(Demo.upload(admin, path(id), OLD).status()).isEqualTo(200);
    assertThat(two.get(id).bytes()).isEqualTo(OLD);
  }

  @Test
  void whatIsRefusedIsRefusedBeforeThePictureIsReplaced() {
    var id = Demo.running(admin, Ids.next("Pictured "), Demo.sample("greeter.ir.json"));
    assertThat(Demo.upload(admin, path(id), OLD).status()).isEqualTo(200);
    assertThat(admin.post(CORES + "/" + id + "/publish", "{}").status()).isEqualTo(200);
    // As an older version may have left it: the catalogue cannot show this.
    jdbc.sql("update mod_scaicore_cores set metadata = cast(? as json) where id = ?")
        .params("{\"description\": \"a\\u0000b\"}", id)
        .update();

    var refused = Demo.upload(admin, path(id), NEW);

    assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
    assertThat(one.get(id).bytes()).isEqualTo(OLD);
    assertThat(admin.get(path(id)).response().body()).isEqualTo(OLD);
  }

  @Test
  void aCoreWhoseCommitWasNotAnsweredKeepsItsPicture() {
    var caller = caller(uploaded());
    var name = Ids.next("Unanswered ");
    var deaf = new ProxyFactory(cores);
    deaf.setProxyTargetClass(true);
    deaf.addAdvice(
        (MethodInterceptor)
            call -> {
              var result = call.proceed();
              if (call.getMethod().getName().equals("createWithAvatar")) {
                throw new TransactionSystemException("the connection was lost at the commit");
              }
              return result;
            });
    var discarded = new ArrayList<String>();
    var avatars =
        new Avatars(objects, jdbc, properties) {
          @Override
          void discard(String tenantId, String coreId) {
            discarded.add(coreId);
          }
        };
    var service =
        new AvatarService(
            (CoreService) deaf.getProxy(), avatars, edits, audit, transactions, clock);

    assertThatThrownBy(() -> service.create(caller, request(name, NEW)))
        .isInstanceOf(TransactionSystemException.class);

    var id =
        jdbc.sql("select id from mod_scaicore_cores where name = ?")
            .param(name)
            .query(String.class)
            .single();
    assertThat(discarded).isEmpty();
    assertThat(one.get(id).bytes()).isEqualTo(NEW);
  }

  private String uploaded() {
    var id = Demo.create(admin, Ids.next("Avatar "), "{}");
    assertThat(Demo.upload(admin, path(id), OLD).status()).isEqualTo(200);
    return id;
  }

  private AvatarService service(TransactionOperations operations) {
    return new AvatarService(cores, one, edits, audit, operations, clock);
  }

  private Caller caller(String coreId) {
    var creator = admin.get(CORES + "/" + coreId).data().path("created_by").asString();
    var tenant = new Caller.Named("ten_acme", "acme");
    return new Caller(
        creator,
        "admin@acme",
        tenant,
        new Caller.Named("par", "par"),
        tenant.id(),
        "par",
        Set.of(),
        Set.of(),
        Set.of(Permission.SCAICORE_MANAGE),
        Set.of(),
        Optional.empty());
  }

  private static CoreRequest request(String name, byte[] avatar) {
    return new CoreRequest(
        name,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        base64(avatar),
        null,
        null);
  }
}
