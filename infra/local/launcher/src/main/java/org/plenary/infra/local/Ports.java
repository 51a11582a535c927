package org.plenary.infra.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/** Loopback ports of the parts: those of the last start where they are still free, else new ones. */
final class Ports {
    static final String FILE = "ports.properties";
    private final DataDirectory data;
    private final Properties known;
    private final Set<Integer> given = new HashSet<>();

    Ports(DataDirectory data) {
        this.data = data;
        this.known =
                java.nio.file.Files.exists(data.path(FILE)) ? DataDirectory.read(data.path(FILE)) : new Properties();
    }

    int of(String part) {
        int last = Integer.parseInt(known.getProperty(part, "0"));
        int port = last > 0 && free(last) && !given.contains(last) ? last : any();
        given.add(port);
        known.setProperty(part, Integer.toString(port));
        data.write(FILE, known);
        return port;
    }

    static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private int any() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return given.contains(probe.getLocalPort()) ? any() : probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
