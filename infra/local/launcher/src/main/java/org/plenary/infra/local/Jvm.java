package org.plenary.infra.local;

import java.util.List;

/** How the instance's process is run: everything together stays under one gigabyte. */
public final class Jvm {
    private Jvm() {}

    /** The arguments. */
    public static List<String> arguments() {
        return List.of(
                "-Xmx384m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:MaxDirectMemorySize=96m",
                // below the 20 seconds after which Tomcat drops an idle connection, perhaps under a request
                "-Djdk.httpclient.keepalive.timeout=15",
                "--enable-native-access=ALL-UNNAMED");
    }
}
