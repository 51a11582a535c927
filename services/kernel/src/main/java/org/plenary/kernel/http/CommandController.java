package org.plenary.kernel.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Answer;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.command.Request.Origin;
import org.plenary.kernel.command.Request.Stage;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Internal;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.timer.ClockSkew;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Every POST of a service: checks the request against the contract, binds the body to the command that the operation
 * names, takes {@code receivedAt} once, and hands it to the {@link CommandHandler}. There is no mapping in between.
 */
public final class CommandController {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,128}");
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");
    /** W3C Trace Context, section 3.2.2. */
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final Pattern UNIT_OR_UUID = Pattern.compile("[a-z0-9-]+");
    private static final Pattern UNIT = Pattern.compile("[a-z0-9-]{1,40}");

    private record Route(Aggregate<?, ?, ?, ?> aggregate, Class<?> command) {}

    private final CommandHandler handler;
    private final Freshness freshness;
    private final ClockSkew skew;
    private final InstantSource clock;
    private final SecondFactor secondFactor;
    private final Map<String, Route> routes = new HashMap<>();

    /** For all aggregates of a service. */
    public CommandController(
            CommandHandler handler,
            List<Aggregate<?, ?, ?, ?>> aggregates,
            Freshness freshness,
            ClockSkew skew,
            SecondFactor secondFactor,
            InstantSource clock) {
        this.handler = handler;
        this.freshness = freshness;
        this.skew = skew;
        this.secondFactor = secondFactor;
        this.clock = clock;
        for (Aggregate<?, ?, ?, ?> a : aggregates) {
            for (Class<?> command : a.commands().getPermittedSubclasses()) {
                if (!Internal.class.isAssignableFrom(command)) {
                    routes.put(command.getSimpleName(), new Route(a, command));
                }
            }
        }
    }

    /** The operations that have a command. */
    public java.util.Set<String> operations() {
        return java.util.Set.copyOf(routes.keySet());
    }

    /** Carries one request out. */
    public ServerResponse handle(Operation operation, ServerRequest http) throws IOException {
        Route route = routes.get(operation.id());
        if (route == null) {
            throw new IllegalStateException("no command " + operation.id());
        }
        String subject = Sender.subject();
        if (subject.isEmpty()) {
            throw new Refused(Refused.Kind.SIGN_IN_REQUIRED, "Please sign in first.");
        }
        String key = idempotencyKey(http.headers().firstHeader("Idempotency-Key"));
        OptionalLong ifMatch = ifMatch(operation, http);
        String body = body(operation, http);
        // An act has arrived once it is here whole: who sends its last byte late is late, and acts as who he is by
        // then.
        Instant receivedAt = Json.millis(clock.instant());
        if (operation.binding()) {
            freshness.require(receivedAt);
        }
        if (operation.deadline()) {
            skew.require();
        }
        String onBehalfOf = onBehalfOf(http);
        UUID commandId = Ids.v5(subject + "|" + key);
        String id = http.pathVariables().get("id");
        Request request = new Request(
                operation.id(),
                Origin.PERSON,
                subject,
                onBehalfOf,
                commandId,
                Ids.sha256(String.join(
                        "\n",
                        key, // it travels, and must tell nobody who guesses what the body said
                        operation.id(),
                        id == null ? "" : id,
                        onBehalfOf == null ? "" : onBehalfOf,
                        ifMatch.toString(),
                        body)),
                ifMatch,
                id == null ? Stage.CREATES : Stage.CONTINUES,
                receivedAt,
                commandId.toString(),
                null,
                traceparent(http),
                secondFactor.withheld(operation));
        return answer(route.aggregate(), id == null, send(route, id, body, request));
    }

    @SuppressWarnings("unchecked")
    private <C> Answer send(Route route, @Nullable String id, String body, Request request) {
        Aggregate<C, ?, ?, ?> aggregate = (Aggregate<C, ?, ?, ?>) route.aggregate();
        C command;
        try {
            command = (C) Json.read(body, route.command());
        } catch (JacksonException e) {
            throw BadInput.field("", "type", "The body is not what " + request.operation() + " takes.");
        }
        String stream = id == null
                ? aggregate.streamFor(command, Ids.v5(request.commandId(), "stream"))
                : checked(aggregate, id);
        return handler.handle(aggregate, stream, command, request);
    }

    static String checked(Aggregate<?, ?, ?, ?> aggregate, String id) {
        if (!id.startsWith(aggregate.name() + "-")
                || id.length() > 120
                || !UNIT_OR_UUID.matcher(id).matches()) {
            throw new Refused(Refused.Kind.NOT_FOUND, "There is no such " + aggregate.name() + ".");
        }
        return id;
    }

    /** The Idempotency-Key of a request, for a controller of a service's own too. */
    public static String idempotencyKey(@Nullable String key) {
        if (key == null || !KEY.matcher(key).matches()) {
            throw new BadInput(
                    400,
                    "idempotency-key-required",
                    "Send an Idempotency-Key header of 8 to 128 visible characters, a new one for each act.",
                    List.of());
        }
        return key;
    }

    private static OptionalLong ifMatch(Operation operation, ServerRequest http) {
        String value = http.headers().firstHeader(HttpHeaders.IF_MATCH);
        if (value == null) {
            if (operation.ifMatch()) {
                throw new BadInput(
                        428,
                        "if-match-required",
                        "Send If-Match with the ETag you read: the act binds to it.",
                        List.of());
            }
            return OptionalLong.empty();
        }
        Matcher etag = ETAG.matcher(value.strip());
        if (!etag.matches()) {
            throw new BadInput(400, "if-match-malformed", "If-Match is a version in quotation marks.", List.of());
        }
        return OptionalLong.of(Long.parseLong(etag.group(1)));
    }

    /** What is no trace context is nobody's trace; it costs the act nothing. */
    private static @Nullable String traceparent(ServerRequest http) {
        String value = http.headers().firstHeader("traceparent");
        return value != null && TRACE_PARENT.matcher(value).matches() ? value : null;
    }

    private static @Nullable String onBehalfOf(ServerRequest http) {
        String unit = http.headers().firstHeader("On-Behalf-Of");
        if (unit != null && !UNIT.matcher(unit).matches()) {
            throw new BadInput(400, "on-behalf-of-malformed", "On-Behalf-Of is the id of a party.", List.of());
        }
        return unit;
    }

    /** The request's body, checked against the operation's contract; for a controller of a service's own too. */
    public static String body(Operation operation, ServerRequest http) throws IOException {
        if (http.headers()
                .contentType()
                .filter(MediaType.APPLICATION_JSON::isCompatibleWith)
                .isEmpty()) {
            throw new BadInput(400, "content-type", "Send the body as application/json.", List.of());
        }
        byte[] bytes;
        try (InputStream in = http.servletRequest().getInputStream()) {
            bytes = in.readNBytes(operation.bodyBytesMax() + 1);
        }
        if (bytes.length > operation.bodyBytesMax()) {
            throw new BadInput(
                    413, "body-too-large", "The body is over " + operation.bodyBytesMax() + " bytes.", List.of());
        }
        String body = text(bytes);
        try {
            JsonNode tree = Json.tree(body);
            // Half a character would be kept as another one, so that a stream read again is not the stream that was.
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(Json.write(tree))) {
                throw BadInput.field("", "unicode", "The body has half a character.");
            }
        } catch (JacksonException e) {
            throw BadInput.field("", "json", "The body is not well-formed JSON, or has a member twice.");
        }
        List<Contract.Violation> violations = Contract.check(operation, body);
        if (!violations.isEmpty()) {
            throw new BadInput(
                    400,
                    "invalid-input",
                    "The input breaks a rule: " + violations.getFirst().message(),
                    violations);
        }
        return body;
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw BadInput.field("", "unicode", "The body is not UTF-8.");
        }
    }

    private ServerResponse answer(Aggregate<?, ?, ?, ?> aggregate, boolean created, Answer answer) {
        String location = "/api/" + handler.service() + "/" + aggregate.collection() + "/" + answer.stream();
        ServerResponse.BodyBuilder response =
                created ? ServerResponse.created(URI.create(location)) : ServerResponse.ok();
        return response.eTag("\"" + answer.version() + "\"")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(answer));
    }
}
