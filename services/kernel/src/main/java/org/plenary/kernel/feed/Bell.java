package org.plenary.kernel.feed;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings on {@code plenary.<service>.parked} when a stream is parked. Only the bell: the event stays where it is, the
 * parked document says why, and a bell that cannot be heard stops nothing.
 */
public final class Bell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);
    private final String service;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    /** Of the service that parks; the producer is made when the bell first rings. */
    public Bell(String service, Supplier<Producer<byte[], byte[]>> producers) {
        this.service = service;
        this.producers = producers;
    }

    /** Tells that the service stopped following a stream of {@code source}; no content, only where to look. */
    public synchronized void ring(String source, String stream, long version, Instant at) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("service", service);
        said.put("source", source);
        said.put("stream", stream);
        said.put("version", version);
        said.put("at", at);
        try {
            if (producer == null) {
                producer = producers.get();
            }
            byte[] key = stream.getBytes(StandardCharsets.UTF_8);
            byte[] value = Json.write(said).getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("plenary." + service + ".parked", key, value), (metadata, failure) -> {
                if (failure != null) {
                    LOG.warn("the bell for {} was not heard: {}", stream, failure.toString());
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("the bell for {} was not heard: {}", stream, e.toString());
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(java.time.Duration.ofSeconds(1));
            producer = null;
        }
    }
}
