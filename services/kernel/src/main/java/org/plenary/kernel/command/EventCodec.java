package org.plenary.kernel.command;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plenary.kernel.json.Json;

/**
 * Events of one sealed interface to their types and JSON, and back. {@code MeetingProposed} is version 1 of its type,
 * {@code MeetingProposedV2} version 2; both stay readable for ever.
 */
public final class EventCodec<E> {
    private static final Pattern VERSIONED = Pattern.compile("(.+?)V(\\d+)");
    private final Map<String, Class<? extends E>> byType = new LinkedHashMap<>();
    private final Map<Class<?>, String> byClass = new HashMap<>();

    /**
     * Of the sealed interface's permitted records, nested sealed interfaces included.
     *
     * @param namespace whose events they are: the service, or the kernel
     */
    public EventCodec(String namespace, Class<E> events) {
        register(namespace, events);
    }

    private void register(String namespace, Class<? extends E> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted == null) {
            String name = typeOf(namespace, type.getSimpleName());
            byType.put(name, type);
            byClass.put(type, name);
            return;
        }
        for (Class<?> each : permitted) {
            @SuppressWarnings("unchecked")
            Class<? extends E> event = (Class<? extends E>) each;
            register(namespace, event);
        }
    }

    private static String typeOf(String namespace, String simpleName) {
        Matcher m = VERSIONED.matcher(simpleName);
        boolean versioned = m.matches();
        return "org.plenary." + namespace + "." + (versioned ? m.group(1) : simpleName) + ".v"
                + (versioned ? m.group(2) : "1");
    }

    /** Every type with its record. */
    public Map<String, Class<? extends E>> types() {
        return Map.copyOf(byType);
    }

    /** The CloudEvents type of an event. */
    public String type(E event) {
        String type = byClass.get(event.getClass());
        if (type == null) {
            throw new IllegalArgumentException("not an event of this aggregate: " + event.getClass());
        }
        return type;
    }

    /** The event's data as JSON text. */
    public String data(E event) {
        return Json.write(event);
    }

    /** The event of a stored type and data. */
    public E event(String type, String data) {
        Class<? extends E> found = byType.get(type);
        if (found == null) {
            throw new IllegalStateException("unknown event type " + type);
        }
        return Json.read(data, found);
    }
}
