package org.plenary.kernel.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The house rules of a service, held by its build. */
public abstract class ArchitectureSuite {
    private static final String[] SERVICES = {
        "membership", "meeting", "agenda", "outcomes", "circulation", "record", "portal"
    };
    private final String service;
    private final JavaClasses classes;

    /** For {@code org.plenary.<service>}. */
    protected ArchitectureSuite(String service) {
        this.service = service;
        this.classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.plenary." + service);
    }

    @Test
    void no_sibling_is_known() {
        for (String sibling : SERVICES) {
            if (!sibling.equals(service)) {
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.plenary." + sibling + "..")
                        .check(classes);
            }
        }
    }

    @Test
    void the_domain_is_plain_java_and_the_pure_core() {
        classes()
                .that()
                .resideInAPackage("..domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.math..",
                        "java.net..",
                        "java.nio..",
                        "java.io..",
                        "java.security..",
                        "java.text..",
                        "java.time..",
                        "java.util..",
                        "org.erdtman.jcs..",
                        "org.jspecify..",
                        "org.plenary.kernel.decide..",
                        "org.plenary.kernel.json..",
                        "org.plenary.kernel.body..",
                        "org.plenary." + service + ".domain..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void the_domain_has_no_clock_and_no_randomness() {
        noClasses()
                .that()
                .resideInAPackage("..domain..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        java.util.Random.class,
                        java.security.SecureRandom.class,
                        java.util.concurrent.ThreadLocalRandom.class,
                        java.time.Clock.class)
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void only_the_kernel_touches_kafka() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "org.springframework.kafka..", "org.springframework.cloud.stream..")
                .check(classes);
    }

    @Test
    void only_views_feeds_and_what_is_named_a_store_touch_mongo() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("View")
                .and()
                .haveSimpleNameNotEndingWith("Copy")
                .and()
                .haveSimpleNameNotEndingWith("Feed")
                .and()
                .haveSimpleNameNotEndingWith("Store")
                .and()
                .haveSimpleNameNotEndingWith("Facts")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mongodb..")
                .allowEmptyShould(true)
                .check(classes);
    }
}
