package org.plenary.kernel.relay;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Meta;

/**
 * Envelopes as CloudEvents 1.0 in Kafka's binary mode (CloudEvents Kafka protocol binding 1.0.2, section 3.2), with
 * the attributes that {@code contracts/asyncapi.yaml} lists.
 */
public final class CloudEvents {
    private static final String LAST = "commitlast";
    private static final String COMMAND = "commandid";
    private static final String REQUEST = "requesthash";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * What nobody who hears an event needs, and whoever rebuilds its commit does.
     *
     * @param commandId the command's, as it stands in the commit's key
     * @param requestHash the commit's
     * @param last version of the commit's last event
     */
    public record Origin(String commandId, String requestHash, long last) {}

    private CloudEvents() {}

    /** The topic of a service's events. */
    public static String topic(String service) {
        return "plenary." + service + ".events";
    }

    /** The record to send of a commit's event: key is the stream, so that a stream stays in one partition, in order. */
    public static ProducerRecord<byte[], byte[]> record(Envelope e, Commit of) {
        return record(
                e,
                builder(e)
                        .withExtension(LAST, Long.toString(of.last()))
                        .withExtension(
                                COMMAND, of.commandKey().substring(of.stream().length() + 1))
                        .withExtension(REQUEST, of.requestHash()));
    }

    /** The record without what only a restore reads: as earlier releases sent it. */
    public static ProducerRecord<byte[], byte[]> record(Envelope e) {
        return record(e, builder(e));
    }

    private static CloudEventBuilder builder(Envelope e) {
        Meta m = e.meta();
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withId(e.id())
                .withSource(URI.create("/" + e.service()))
                .withType(e.type())
                .withSubject(e.stream())
                .withTime(e.recordedAt().atOffset(ZoneOffset.UTC))
                .withDataSchema(URI.create(schema(e.type())))
                .withDataContentType("application/json")
                .withData(e.data().getBytes(StandardCharsets.UTF_8))
                .withExtension("partitionkey", e.stream())
                .withExtension("sequence", String.format("%019d", e.version()))
                .withExtension("commitversion", Long.toString(e.commitVersion()))
                .withExtension("forum", m.forum())
                .withExtension("audience", m.audience())
                .withExtension("actor", m.actor())
                .withExtension("correlationid", m.correlation())
                .withExtension("receivedat", m.receivedAt().toString());
        extend(builder, "onbehalfof", m.onBehalfOf());
        extend(builder, "causationid", m.causation());
        extend(builder, "traceparent", m.traceparent());
        extend(
                builder,
                "validfrom",
                e.validFrom() == null ? null : e.validFrom().toString());
        return builder;
    }

    private static ProducerRecord<byte[], byte[]> record(Envelope e, CloudEventBuilder builder) {
        ProducerRecord<String, byte[]> made = KafkaMessageFactory.<String>createWriter(topic(e.service()), e.stream())
                .writeBinary(builder.build());
        return new ProducerRecord<>(
                made.topic(), null, e.stream().getBytes(StandardCharsets.UTF_8), made.value(), made.headers());
    }

    /** Where the schema of an event type stands: {@code /contracts/events/meeting/MeetingProposed.v1.json}. */
    public static String schema(String type) {
        return "/contracts/events/" + type.substring("org.plenary.".length()).replaceFirst("\\.", "/") + ".json";
    }

    private static void extend(CloudEventBuilder builder, String name, @Nullable String value) {
        if (value != null) {
            builder.withExtension(name, value);
        }
    }

    /**
     * The envelope in a record.
     *
     * @throws RuntimeException where it is no CloudEvent of ours; the caller keeps the raw bytes
     */
    public static Envelope envelope(Headers headers, byte[] value) {
        CloudEvent e = KafkaMessageFactory.createReader(headers, value).toEvent();
        String source = e.getSource().toString();
        String validFrom = optional(e, "validfrom");
        return new Envelope(
                source.substring(1),
                Objects.requireNonNull(e.getSubject()),
                Long.parseLong(extension(e, "sequence")),
                e.getId(),
                e.getType(),
                Objects.requireNonNull(e.getTime()).toInstant(),
                validFrom == null ? null : Instant.parse(validFrom),
                Long.parseLong(extension(e, "commitversion")),
                new Meta(
                        Instant.parse(extension(e, "receivedat")),
                        extension(e, "actor"),
                        optional(e, "onbehalfof"),
                        extension(e, "forum"),
                        extension(e, "audience"),
                        extension(e, "correlationid"),
                        optional(e, "causationid"),
                        optional(e, "traceparent")),
                new String(Objects.requireNonNull(e.getData()).toBytes(), StandardCharsets.UTF_8));
    }

    /** What a restore needs of a record's commit; empty where an earlier release sent it. */
    public static Optional<Origin> origin(Headers headers) {
        String command = header(headers, COMMAND);
        String request = header(headers, REQUEST);
        String last = header(headers, LAST);
        if (command == null
                || request == null
                || last == null
                || !HASH.matcher(request).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Origin(command, request, Long.parseLong(last)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String header(Headers headers, String extension) {
        Header found = headers.lastHeader("ce_" + extension);
        return found == null || found.value() == null ? null : new String(found.value(), StandardCharsets.UTF_8);
    }

    private static String extension(CloudEvent e, String name) {
        return Objects.requireNonNull(optional(e, name), () -> "no extension " + name);
    }

    private static @Nullable String optional(CloudEvent e, String name) {
        Object value = e.getExtension(name);
        return value == null ? null : value.toString();
    }
}
