package org.plenary.infra.verifier;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** That something was looked at and does not hold. */
public final class NotVerified extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final String expected;
    private final String found;
    private final transient Map<String, byte[]> exhibits = new LinkedHashMap<>();

    /**
     * @param expected what would be right, with its numbers and hashes
     * @param found what is there instead
     */
    public NotVerified(Fault fault, String expected, String found) {
        super(fault.title() + ": expected " + expected + ", found " + found);
        this.fault = fault;
        this.expected = expected;
        this.found = found;
    }

    /** With a file that shows it. */
    public NotVerified with(String name, byte[] bytes) {
        exhibits.put(name, bytes);
        return this;
    }

    /** With a text that shows it. */
    public NotVerified with(String name, String text) {
        return with(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same, said of a certain place. */
    public NotVerified at(String where) {
        NotVerified placed = new NotVerified(fault, where + ": " + expected, found);
        placed.exhibits.putAll(exhibits);
        return placed;
    }

    public Fault fault() {
        return fault;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }

    /** Files that show it, by name. */
    public Map<String, byte[]> exhibits() {
        return exhibits;
    }
}
