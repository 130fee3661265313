package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.delegation.Delegation;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.OptimisticLock;
import org.jspecify.annotations.Nullable;

/**
 * A program in a tenant, and where it is in its lifecycle. Guards its own transitions; {@code
 * version} guards them again in the database, so that of two callers racing one wins. Source of the
 * fields and transitions: {@code seeds/api-reference.md}, "Cores".
 *
 * <p>JSON members are held as text. Secret values are not among them.
 */
@Entity
@Table(name = "mod_scaicore_cores")
public class Core {

  /** How long a transition may take before its replica counts as dead. */
  static final Duration TRANSITION_TIME = Duration.ofSeconds(15);

  @Id private String id;

  @Column(updatable = false)
  private String tenantId;

  private String name;

  @Column(updatable = false)
  private String slug;

  @Enumerated(EnumType.STRING)
  private CoreStatus status;

  private @Nullable String statusReason;
  private @Nullable Instant transitionEndsAt;
  @Embedded private CoreConfiguration configuration;
  private @Nullable String avatarUrl;

  /** Counts on with every upload; below zero from its begin on until it is through. */
  @OptimisticLock(excluded = true)
  private long avatarVersion;

  @Enumerated(EnumType.STRING)
  private IdentityMode identityMode;

  private @Nullable String delegatedUserId;

  @ColumnTransformer(write = "cast(? as json)")
  private @Nullable String delegationScopes;

  private @Nullable Instant delegationExpiresAt;
  private @Nullable String delegationGrantedBy;
  private @Nullable String publishedModelId;
  private @Nullable String publishedBackendId;
  private @Nullable String publishedSlug;
  private @Nullable String programHash;
  @Version private @Nullable Long version;

  @Column(updatable = false)
  private String createdBy;

  @Column(updatable = false)
  private Instant createdAt;

  private Instant updatedAt;
  private @Nullable Instant startedAt;

  /** For Hibernate, which fills the fields. */
  @SuppressWarnings("NullAway")
  protected Core() {}

  Core(
      String id,
      String tenantId,
      String name,
      Slug slug,
      CoreConfiguration configuration,
      String createdBy,
      Instant now) {
    this.id = id;
    this.tenantId = tenantId;
    this.name = name;
    this.slug = slug.text();
    this.status = CoreStatus.CREATED;
    this.configuration = configuration;
    this.identityMode = IdentityMode.SERVICE_ACCOUNT;
    this.createdBy = createdBy;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** Takes new settings; what runs goes on with the old program until the next start. */
  void edit(String newName, CoreConfiguration newConfiguration, Instant now) {
    name = newName;
    configuration = newConfiguration;
    updatedAt = now;
  }

  /**
   * Notes that a picture is about to be stored for it: until {@link #showAvatar} nobody can tell
   * which one the store has. For callers it is still the Core it was.
   */
  void awaitAvatar() {
    avatarVersion = -Math.abs(avatarVersion) - 1;
  }

  /** Shows the picture that was stored for it, instead of the one before. */
  void showAvatar(Instant now) {
    avatarUrl = "/v1/modules/scaicore/cores/" + id + "/avatar";
    avatarVersion = Math.abs(avatarVersion) + 1;
    updatedAt = now;
  }

  /** To a state that lasts until the work of the transition is done. */
  void begin(Transition transition, Instant now) {
    requireAllowed(transition);
    move(transition.during(), null, now);
    transitionEndsAt = now.plus(TRANSITION_TIME);
  }

  /** From {@code starting} or {@code restarting} to {@code running}. */
  void started(String newProgramHash, Instant now) {
    requireDuring(CoreStatus.STARTING, CoreStatus.RESTARTING);
    move(CoreStatus.RUNNING, null, now);
    programHash = newProgramHash;
    startedAt = now;
  }

  /** From {@code starting} to {@code error}. */
  void failed(String reason, Instant now) {
    requireDuring(CoreStatus.STARTING, CoreStatus.RESTARTING);
    move(CoreStatus.ERROR, reason.replace('\0', '\uFFFD'), now);
  }

  /** From {@code stopping} or {@code restarting} to {@code stopped}. */
  void stopped(Instant now) {
    requireDuring(CoreStatus.STOPPING, CoreStatus.RESTARTING);
    move(CoreStatus.STOPPED, null, now);
  }

  /** Straight from one lasting state to another. */
  void make(Transition transition, Instant now) {
    requireAllowed(transition);
    move(transition.after(), null, now);
  }

  /** Notes that the replica which was moving it died. */
  void crashed(Instant now) {
    requireDuring(CoreStatus.STARTING, CoreStatus.STOPPING, CoreStatus.RESTARTING);
    var reason = "The replica that was " + status.word() + " it died.";
    move(CoreStatus.CRASHED, reason, now);
    transitionEndsAt = now;
  }

  /** Whether a transition is under way that its replica did not end in time. */
  boolean overdue(Instant now) {
    return transitionEndsAt != null && !now.isBefore(transitionEndsAt);
  }

  /** Whether a transition is under way. */
  boolean inTransition() {
    return transitionEndsAt != null;
  }

  /** Records the catalogue rows it is published as. */
  public void publishedAs(Publication publication, Instant now) {
    publishedModelId = publication.modelId();
    publishedBackendId = publication.backendId();
    publishedSlug = publication.slug();
    updatedAt = now;
  }

  /** Forgets them. */
  public void unpublished(Instant now) {
    publishedModelId = null;
    publishedBackendId = null;
    publishedSlug = null;
    updatedAt = now;
  }

  /**
   * Has it act as a user, or as itself.
   *
   * @param scopes of the delegation, a JSON list; null for none
   */
  void actAs(Delegation delegation, @Nullable String scopes, Instant now) {
    identityMode = delegation.active() ? IdentityMode.USER_DELEGATED : IdentityMode.SERVICE_ACCOUNT;
    delegatedUserId = delegation.userId();
    delegationScopes = scopes;
    delegationExpiresAt = delegation.expiresAt();
    delegationGrantedBy = delegation.grantedBy();
    updatedAt = now;
  }

  private void requireAllowed(Transition transition) {
    if (!transition.from().contains(status)) {
      throw new InvalidCoreTransition(transition, status);
    }
  }

  private void requireDuring(CoreStatus... during) {
    for (var one : during) {
      if (status == one) {
        return;
      }
    }
    throw new TransitionOvertaken(id);
  }

  private void move(CoreStatus to, @Nullable String reason, Instant now) {
    status = to;
    statusReason = reason;
    transitionEndsAt = null;
    updatedAt = now;
  }

  public String id() {
    return id;
  }

  public String tenantId() {
    return tenantId;
  }

  public String name() {
    return name;
  }

  public String slug() {
    return slug;
  }

  public CoreStatus status() {
    return status;
  }

  public @Nullable String statusReason() {
    return statusReason;
  }

  public CoreConfiguration configuration() {
    return configuration;
  }

  public @Nullable String avatarUrl() {
    return avatarUrl;
  }

  public IdentityMode identityMode() {
    return identityMode;
  }

  /** As whom it acts. */
  public Delegation delegation() {
    return StoredDelegation.of(
        identityMode == IdentityMode.USER_DELEGATED,
        delegatedUserId,
        delegationScopes,
        delegationExpiresAt,
        delegationGrantedBy);
  }

  /** What it is published as. */
  public Optional<Publication> publication() {
    if (publishedModelId == null || publishedBackendId == null || publishedSlug == null) {
      return Optional.empty();
    }
    return Optional.of(new Publication(publishedModelId, publishedBackendId, publishedSlug));
  }

  /** The program that its last start found good. */
  public @Nullable String programHash() {
    return programHash;
  }

  public long version() {
    return Objects.requireNonNullElse(version, 0L);
  }

  public String createdBy() {
    return createdBy;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  public @Nullable Instant startedAt() {
    return startedAt;
  }
}
