package org.plenary.toy;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.FeedConsumer;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.view.Fold;
import org.plenary.kernel.view.OwnViews;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@SpringBootApplication(proxyBeanMethods = false)
@Import(KernelConfiguration.class)
class ToyApplication {
    static final Fold JARS = (before, event) -> {
        Document jar = before == null
                ? new Document("forum", event.tree().path("forum").asString())
                        .append("order", event.recordedAt() + "|" + event.stream())
                        .append("audience", "public")
                        .append("coins", 0)
                : before;
        return event.name().equals("CoinAdded") ? jar.append("coins", jar.getInteger("coins") + 1) : jar;
    };

    @Bean
    Toy toy(Bodies bodies) {
        return new Toy(bodies);
    }

    /** Whether the next release is deployed, which takes the coins that this one cannot. */
    @Bean
    AtomicBoolean mended() {
        return new AtomicBoolean();
    }

    /** How often from now on a record that is no event cannot be taken note of. */
    @Bean
    AtomicInteger refusals() {
        return new AtomicInteger();
    }

    @Bean
    FeedConsumer.Undecodable refusing(AtomicInteger refusals) {
        return (topic, partition, offset, value) -> {
            if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new IllegalStateException("it cannot be taken note of now");
            }
        };
    }

    @Bean
    OwnViews.Definition jars(AtomicBoolean mended) {
        return OwnViews.Definition.of("jar", "jars", (before, event) -> {
            if (worth(event) == 17 && !mended.get()) {
                throw new IllegalStateException("a coin that the view cannot count");
            }
            return JARS.fold(before, event);
        });
    }

    private static int worth(Envelope event) {
        return event.name().equals("CoinAdded") ? event.tree().path("worth").asInt() : 0;
    }

    /** When the jar has taken a coin worth a hundred or more, ring the bell. */
    @Bean
    Subscription ownJars(Toy toy, AtomicBoolean mended) {
        return new Subscription("toy", "jar", JARS, List.of((event, commands) -> {
            if (worth(event) == 13 && !mended.get()) {
                throw new IllegalStateException("an unlucky coin");
            }
            if (worth(event) >= 100) {
                commands.send(toy, event.stream(), new Toy.RingBell());
            }
        }));
    }
}
