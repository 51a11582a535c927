package org.plenary.kernel.test.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/** A suite over HTTP; all suites of a service share one start of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ServiceSuite.Started.class)
public abstract class ServiceSuite {
    private @Nullable Setting setting;

    /** Which service a suite is about. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Of {
        /** The application. */
        Class<?> application();

        /** The service's name. */
        String service();
    }

    final Setting setting() {
        return Objects.requireNonNull(setting);
    }

    /** A stream that is there and stays as it is, with its state. */
    protected record Existing(String id, Object state) {}

    /** One of the collection, in the first of its states. */
    protected final Existing existing(String collection) {
        Thing thing = setting().things(collection).getFirst();
        return new Existing(setting().standing(thing), thing.state());
    }

    /** Starts the service for its first suite; it is closed after the last. */
    static final class Started implements TestInstancePostProcessor {
        @Override
        public void postProcessTestInstance(Object instance, ExtensionContext context) {
            Of of = Objects.requireNonNull(instance.getClass().getAnnotation(Of.class));
            ((ServiceSuite) instance).setting = context.getRoot()
                    .getStore(Namespace.create(ServiceSuite.class))
                    .computeIfAbsent(of.application(), a -> new Setting(of.application(), of.service()), Setting.class);
        }
    }
}
