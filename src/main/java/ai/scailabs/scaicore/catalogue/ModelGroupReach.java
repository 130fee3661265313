package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.iam.ModelGroupsInReach;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Directory;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the administration of the directory which model groups there are. */
@Component
class ModelGroupReach implements ModelGroupsInReach {

  private final JdbcClient jdbc;
  private final Directory directory;

  ModelGroupReach(JdbcClient jdbc, Directory directory) {
    this.jdbc = jdbc;
    this.directory = directory;
  }

  @Override
  public Set<String> seen(Caller caller, Collection<String> ids) {
    return jdbc.sql(
            "select g.id from scaigrid_model_groups g where g.id = any(:ids) and "
                + GroupReach.SEEN)
        .params(GroupReach.parameters(caller))
        .param("ids", ids.toArray(String[]::new))
        .query((row, number) -> row.getString(1))
        .set();
  }

  @Override
  public Set<String> covering(String tenantId, Collection<String> ids) {
    var audience = new Audience(tenantId, directory.tenant(tenantId).partnerId(), Optional.empty());
    return jdbc.sql(
            "select g.id from scaigrid_model_groups g where g.id = any(:ids) and ("
                + VisibleModels.COVERED
                + ")")
        .params(audience.parameters())
        .param("ids", ids.toArray(String[]::new))
        .query((row, number) -> row.getString(1))
        .set();
  }
}
