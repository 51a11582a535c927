package org.plenary.infra.verifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Outsiders run it: no framework, no broker, no database, and nothing of the services that it judges. */
class StandsAloneTest {
    @Test
    void nothing_on_its_class_path_is_a_framework_a_broker_or_a_database() {
        for (String name : new String[] {
            "org.springframework.core.SpringVersion",
            "org.springframework.boot.SpringApplication",
            "org.apache.kafka.clients.producer.KafkaProducer",
            "com.mongodb.client.MongoClient",
            "org.plenary.kernel.json.Json"
        }) {
            assertThat(StandsAloneTest.class.getClassLoader().getResource(name.replace('.', '/') + ".class"))
                    .as(name)
                    .isNull();
        }
        assertThat(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(p -> new File(p).getName()))
                .noneMatch(n -> n.matches("(spring|kafka|mongo|bson).*"));
    }

    @Test
    void its_own_code_knows_the_formats_and_nothing_else_of_ours() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "org.plenary.infra.verifier..",
                        "org.plenary.tlog",
                        "java..",
                        "org.jspecify..",
                        "picocli..",
                        "me.tongfei..",
                        "tools.jackson..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.plenary.infra.verifier"));
    }
}
