package org.plenary.infra.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Folders copied with a list of what is in them, {@code SHA256SUMS}, which {@code sha256sum -c} reads too. A copy takes
 * its name only when every file of it was read back and is the same, so there are no halves. Who may read a file is
 * copied with it: there are secrets among them.
 */
final class VerifiedCopy {
    /** In a backup, beside the files. */
    static final String SUMS = "SHA256SUMS";

    /** What says where a process runs, or that it did. */
    private static final Set<String> OF_A_PROCESS = Set.of("lock", "ready", "instance.properties", "plenary.log");

    private static final String PART = ".part";

    /** How much was copied. */
    record Copied(int files, long bytes) {}

    private VerifiedCopy() {}

    /**
     * Copies an instance's folder that no process uses.
     *
     * @throws IllegalStateException where {@code to} is there and not empty, or a file did not come out as it went in
     */
    static Copied out(Path data, Path to) throws IOException {
        SortedMap<String, String> sums = new TreeMap<>();
        return inOnePiece(to, part -> {
            long bytes = 0;
            for (String name : files(data)) {
                if (!OF_A_PROCESS.contains(name)) {
                    sums.put(name, copied(data, part, name));
                    bytes += Files.size(part.resolve(name));
                }
            }
            StringBuilder lines = new StringBuilder();
            sums.forEach(
                    (name, sum) -> lines.append(sum).append("  ").append(name).append('\n'));
            Files.writeString(part.resolve(SUMS), lines);
            checked(part, sums);
            return new Copied(sums.size(), bytes);
        });
    }

    /**
     * Copies a backup to where an instance can start on it, with the mark that holds its timers and letters.
     *
     * @throws IllegalStateException where it is no whole backup, or {@code data} is there and not empty
     */
    static Copied back(Path from, Path data) throws IOException {
        SortedMap<String, String> sums = sums(from);
        checked(from, sums);
        return inOnePiece(data, part -> {
            long bytes = 0;
            for (String name : sums.keySet()) {
                copied(from, part, name);
                bytes += Files.size(part.resolve(name));
            }
            checked(part, sums);
            Files.writeString(part.resolve(HeldMark.FILE), "");
            return new Copied(sums.size(), bytes);
        });
    }

    private interface Work {
        Copied into(Path part) throws IOException;
    }

    private static Copied inOnePiece(Path target, Work work) throws IOException {
        Path to = target.toAbsolutePath().normalize();
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS) && !empty(to)) {
            throw new IllegalStateException(target + " is there and not empty: choose another place");
        }
        Path part = to.resolveSibling(to.getFileName() + PART);
        if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalStateException(part + " is left of a copy that was cut off: remove it first");
        }
        Files.createDirectories(part.getParent());
        Files.createDirectory(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Copied copied = work.into(part);
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return copied;
        } catch (IOException | RuntimeException e) {
            remove(part);
            throw e;
        }
    }

    private static boolean empty(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.findAny().isEmpty();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(p);
            }
        }
    }

    /** All files of a folder by their names from there on, with {@code /}. */
    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> !Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
                    .map(p -> {
                        String name = folder.relativize(p).toString().replace('\\', '/');
                        if (!Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)) {
                            throw new IllegalStateException(name + " is no file and no folder");
                        }
                        return name;
                    })
                    .sorted()
                    .toList();
        }
    }

    /** Copies one file to the disk, and returns the SHA-256 of what was read. */
    private static String copied(Path from, Path to, String name) throws IOException {
        Path source = from.resolve(name);
        Path target = to.resolve(name);
        Files.createDirectories(target.getParent());
        MessageDigest sha = sha256();
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(source));
            Files.copy(source, new DigestOutputStream(Channels.newOutputStream(file), sha));
            file.force(true);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void checked(Path folder, SortedMap<String, String> sums) throws IOException {
        Set<String> there = new java.util.TreeSet<>(files(folder));
        there.remove(SUMS);
        if (!there.equals(sums.keySet())) {
            Set<String> odd = new java.util.TreeSet<>(there);
            odd.addAll(sums.keySet());
            odd.removeIf(name -> there.contains(name) && sums.containsKey(name));
            throw new IllegalStateException(folder + " does not have the files that " + SUMS + " lists: " + odd);
        }
        for (String name : there) {
            String has = sum(folder.resolve(name));
            if (!has.equals(sums.get(name))) {
                throw new IllegalStateException(name + " in " + folder + " has SHA-256 " + has + ", and " + SUMS
                        + " says " + sums.get(name) + ": the copy is damaged");
            }
        }
    }

    private static SortedMap<String, String> sums(Path backup) throws IOException {
        Path list = backup.resolve(SUMS);
        if (Files.notExists(list)) {
            throw new IllegalStateException(backup + " is no backup: it has no " + SUMS);
        }
        SortedMap<String, String> sums = new TreeMap<>();
        for (String line : Files.readAllLines(list)) {
            if (!line.matches("[0-9a-f]{64} {2}[^/].*")
                    || Path.of(line.substring(66)).normalize().startsWith("..")) {
                throw new IllegalStateException(list + " has a line that is none of ours: " + line);
            }
            sums.put(line.substring(66), line.substring(0, 64));
        }
        return sums;
    }

    private static String sum(Path file) throws IOException {
        MessageDigest sha = sha256();
        try (var in = Files.newInputStream(file)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha));
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
