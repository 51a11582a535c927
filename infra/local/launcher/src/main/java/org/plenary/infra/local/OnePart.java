package org.plenary.infra.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.embedded.EmbeddedBroker;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.infra.local.mail.MailServer;
import org.plenary.infra.witness.WitnessServer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One part of an instance in a process of its own, as the fault runs need it. The folder's {@code ports.properties}
 * says where all parts are; {@code store.seen} and {@code broker.seen} where the others see store and broker.
 */
public final class OnePart {
    private OnePart() {}

    /**
     * Runs the part {@code args[0]} on the folder {@code args[1]} until the process ends; {@code meeting.2} is the second
     * of several instances of a service.
     */
    public static void main(String[] args) throws Exception {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        String part = args[0];
        DataDirectory data = new DataDirectory(Path.of(args[1]));
        Properties known = DataDirectory.read(data.path(Ports.FILE));
        Map<String, Integer> ports = new HashMap<>();
        known.forEach((name, port) -> ports.put(name.toString(), Integer.valueOf(port.toString())));
        switch (part) {
            case "store" ->
                EmbeddedStore.open(data.path("store"), at(ports, "store"), EmbeddedStore.Durability.PROCESS);
            case "broker" ->
                EmbeddedBroker.start(
                                data.path("broker"),
                                at(ports, "broker"),
                                at(ports, "controller"),
                                at(ports, "broker.seen"))
                        .createTopics(Topics.all());
            case Instance.WITNESS -> {
                WitnessServer witnesses = Witnesses.start(data, at(ports, Instance.WITNESS), at(ports, "portal"));
                Runtime.getRuntime().addShutdownHook(new Thread(witnesses::close));
            }
            default -> {
                Wiring wiring = new Wiring(
                        data,
                        ports,
                        at(ports, "portal"),
                        "mongodb://127.0.0.1:" + at(ports, "store.seen"),
                        "127.0.0.1:" + at(ports, "broker.seen"));
                @Nullable
                MailServer mail = part.equals("signin") ? MailServer.start(at(ports, "smtp"), at(ports, "imap")) : null;
                int dot = part.indexOf('.');
                ConfigurableApplicationContext running = dot < 0
                        ? wiring.start(part, mail)
                        : wiring.start(part.substring(0, dot), Integer.parseInt(part.substring(dot + 1)));
                Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            }
        }
        new CountDownLatch(1).await();
    }

    private static int at(Map<String, Integer> ports, String part) {
        return Objects.requireNonNull(ports.get(part), part);
    }
}
