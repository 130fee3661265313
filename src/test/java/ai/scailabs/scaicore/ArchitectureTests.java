package ai.scailabs.scaicore;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What the module walls do not see. */
class ArchitectureTests {

  private static final String BASE = "ai.scailabs.scaicore";

  /** The floors of the house, from the ground: each imports only from those before it. */
  private static final List<String> FLOORS =
      List.of(
          "web",
          "stream",
          "identity",
          "iam",
          "limits",
          "storage",
          "secrets",
          "outbound",
          "program",
          "engine",
          "delegation",
          "core",
          "plugin",
          "execution",
          "checkpoint",
          "notification",
          "trigger",
          "exposure",
          "catalogue",
          "accounting",
          "provider",
          "publishing",
          "inference",
          "host",
          "debugging",
          "scaiqueue",
          "scaiflow",
          "console",
          "operations",
          "embedded");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void classFilesOfThisJavaAreRead() {
    assertThat(CLASSES.contain(ScaiCoreApplication.class)).isTrue();
    assertThat(CLASSES.get(ScaiCoreApplication.class).getMethods()).isNotEmpty();
  }

  @Test
  void programAndEngineKnowNoSpring() {
    classes()
        .that()
        .resideInAnyPackage(BASE + ".program..", BASE + ".engine..")
        .and(
            describe(
                "are not package descriptions", c -> !c.getSimpleName().equals("package-info")))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "org.jspecify..",
                "org.msgpack..",
                "tools.jackson..",
                "com.networknt..",
                "com.google.re2j..",
                "org.snakeyaml..",
                BASE + ".program..",
                BASE + ".engine.."))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void eachFloorImportsOnlyFromFloorsBelowIt() {
    classes()
        .that(describe("are in a package of a floor", c -> floor(c).isPresent()))
        .should(importOnlyFromFloorsBelow())
        .check(CLASSES);
  }

  @Test
  void nothingIsInjectedIntoFields() {
    noFields()
        .should()
        .beAnnotatedWith(Autowired.class)
        .orShould()
        .beAnnotatedWith(Value.class)
        .orShould()
        .beAnnotatedWith(Inject.class)
        .orShould()
        .beAnnotatedWith(Resource.class)
        .check(CLASSES);
  }

  private static ArchCondition<JavaClass> importOnlyFromFloorsBelow() {
    return new ArchCondition<>("import only from floors below") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        int own = FLOORS.indexOf(floor(item).orElseThrow());
        if (own < 0) {
          events.add(
              SimpleConditionEvent.violated(
                  item, item.getName() + " is on no floor: add its package to FLOORS"));
        }
        for (var dependency : item.getDirectDependenciesFromSelf()) {
          int other = floor(dependency.getTargetClass()).map(FLOORS::indexOf).orElse(-1);
          if (other > own) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static Optional<String> floor(JavaClass type) {
    var name = type.getPackageName();
    if (!name.startsWith(BASE + ".")) {
      return Optional.empty();
    }
    var rest = name.substring(BASE.length() + 1);
    int dot = rest.indexOf('.');
    return Optional.of(dot < 0 ? rest : rest.substring(0, dot));
  }
}
