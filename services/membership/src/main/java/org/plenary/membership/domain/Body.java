package org.plenary.membership.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A body as it was established and changed; what is in force is judged by date. */
public record Body(String body, List<Change> changes) {
    /** A change; its instant is absent where it is the founding's. */
    public record Change(
            @Nullable String name,
            @Nullable List<String> keyholders,
            List<String> seat,
            List<String> unseat,
            @Nullable Instant from) {}

    /** Name, keyholders and members at one instant. */
    public record InForce(String body, String name, List<String> keyholders, List<String> members) {}

    /** As it is at the instant; empty before it is established. */
    public Optional<InForce> at(Instant instant) {
        return folded(changes.stream()
                .filter(c -> c.from() == null || !instant.isBefore(c.from()))
                .toList());
    }

    /** As it will be when every change known has come into force. */
    Optional<InForce> last() {
        return folded(changes);
    }

    @Nullable
    Instant lastFrom() {
        return changes.getLast().from();
    }

    private Optional<InForce> folded(List<Change> upTo) {
        String name = "";
        List<String> keyholders = List.of();
        List<String> members = new ArrayList<>();
        for (Change c : upTo) {
            name = c.name() == null ? name : c.name();
            keyholders = c.keyholders() == null ? keyholders : c.keyholders();
            members.removeAll(c.unseat());
            members.addAll(c.seat());
        }
        return upTo.isEmpty()
                ? Optional.empty()
                : Optional.of(new InForce(body, name, keyholders, List.copyOf(members)));
    }

    Body plus(Change change) {
        return new Body(body, Forum.plus(changes, change));
    }
}
