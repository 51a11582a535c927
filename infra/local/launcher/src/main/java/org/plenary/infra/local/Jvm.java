package org.plenary.infra.local;

import java.nio.file.Path;
import java.util.List;

/** How the instance's process is run: everything together stays under one gigabyte. */
public final class Jvm {
    private Jvm() {}

    /** The arguments; classes are archived in the data directory at the first orderly stop, so that later starts are quicker. */
    public static List<String> arguments(Path data) {
        return List.of(
                "-Xmx384m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:MaxDirectMemorySize=96m",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + data.resolve("classes.jsa"),
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "--enable-native-access=ALL-UNNAMED");
    }
}
