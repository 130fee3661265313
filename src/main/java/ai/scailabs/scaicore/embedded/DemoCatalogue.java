package ai.scailabs.scaicore.embedded;

import ai.scailabs.scaicore.catalogue.Catalogue;
import ai.scailabs.scaicore.catalogue.GroupScope;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * Adds the model groups of the demo tenants, before the first request. What is there already stays
 * as it is.
 */
@Component
@ConditionalOnBooleanProperty("scaicore.demo")
class DemoCatalogue implements SmartInitializingSingleton {

  private final Catalogue catalogue;

  DemoCatalogue(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void afterSingletonsInstantiated() {
    catalogue.addGroup("mg_internal_chat", "Internal chat", GroupScope.TENANT, "ten_acme");
    catalogue.addGroup("mg_qa", "QA", GroupScope.TENANT, "ten_acme");
    catalogue.addGroup("mg_globex", "Globex", GroupScope.TENANT, "ten_globex");
    catalogue.addGroup("mg_north", "North", GroupScope.PARTNER, "par_north");
    catalogue.addGroup("mg_global", "Global", GroupScope.GLOBAL, null);
  }
}
