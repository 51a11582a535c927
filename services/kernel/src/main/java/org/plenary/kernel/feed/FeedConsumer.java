package org.plenary.kernel.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.plenary.kernel.relay.CloudEvents;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * The Spring Cloud Stream function of a service: a batch of raw records, decoded here, so that a bad record can only
 * park itself and never stops the consumer. Offsets are committed when it returns.
 */
public final class FeedConsumer implements Consumer<Message<List<byte[]>>> {
    private final Feed feed;
    private final List<Undecodable> undecodable;

    /** What a service does, besides setting it aside, with a record that is no event. */
    public interface Undecodable {
        /** Takes note of the record; again after a crash. */
        void heard(String topic, String partition, String offset, byte[] value);

        /** Throws where this event is none that the service can take, so that its record is set aside, too. */
        default void check(Envelope event) {
            // what could be decoded can be taken
        }
    }

    /** Feeds the records to the feed. */
    public FeedConsumer(Feed feed, List<Undecodable> undecodable) {
        this.feed = feed;
        this.undecodable = List.copyOf(undecodable);
    }

    @Override
    public void accept(Message<List<byte[]>> batch) {
        try {
            List<Envelope> events = new ArrayList<>();
            for (int i = 0; i < batch.getPayload().size(); i++) {
                // a record without a value comes as an object of the framework's own
                byte[] value = ((List<?>) batch.getPayload()).get(i) instanceof byte[] bytes ? bytes : new byte[0];
                try {
                    events.add(decoded(headers(batch, i), value, undecodable));
                } catch (RuntimeException e) {
                    setAside(batch, i, value, e);
                }
            }
            feed.takeAll(events);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while taking a batch", e);
        }
    }

    /** The event in a record; throws where it is none, or none that can be taken. */
    static Envelope decoded(Headers headers, byte[] value, List<Undecodable> undecodable) {
        Envelope event = CloudEvents.envelope(headers, value);
        undecodable.forEach(u -> u.check(event));
        return event;
    }

    private void setAside(Message<List<byte[]>> batch, int i, byte[] value, RuntimeException cause)
            throws InterruptedException {
        String topic = at(batch, KafkaHeaders.RECEIVED_TOPIC, i);
        String partition = at(batch, KafkaHeaders.RECEIVED_PARTITION, i);
        String offset = at(batch, KafkaHeaders.OFFSET, i);
        String source = topic.replaceAll("^plenary\\.|\\.events$", "");
        feed.setAside(
                source,
                topic + "/" + partition + "/" + offset,
                value,
                cause,
                () -> undecodable.forEach(u -> u.heard(topic, partition, offset, value)));
    }

    /** The Kafka headers of the i-th record of a batch. */
    public static Headers headers(Message<List<byte[]>> batch, int i) {
        Headers headers = new RecordHeaders();
        if (batch.getHeaders().get(KafkaHeaders.BATCH_CONVERTED_HEADERS) instanceof List<?> all
                && all.get(i) instanceof Map<?, ?> converted) {
            converted.forEach((name, value) -> {
                if (value instanceof byte[] bytes) {
                    headers.add(String.valueOf(name), bytes);
                } else if (value != null) {
                    headers.add(
                            String.valueOf(name), value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
            });
        }
        return headers;
    }

    /** The i-th value of a batch header, as text. */
    public static String at(Message<List<byte[]>> batch, String header, int i) {
        return batch.getHeaders().get(header) instanceof List<?> values ? String.valueOf(values.get(i)) : "?";
    }
}
