package org.plenary.kernel.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.decide.Rejected;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Everything that goes wrong, as an RFC 9457 problem whose type the contract lists. */
@RestControllerAdvice
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> rejected(Rejected e) {
        ProblemDetail problem = problem(409, e.rule().slug(), e.sentence());
        problem.setProperty("rule", e.rule().slug());
        e.numbers().forEach(problem::setProperty);
        return answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Refused e) {
        String slug = e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        ProblemDetail problem = problem(e.kind().status(), slug, String.valueOf(e.getMessage()));
        e.numbers().forEach(problem::setProperty);
        HttpHeaders also = new HttpHeaders();
        if (e.numbers().get(Refused.RETRY_AFTER_SECONDS) instanceof Integer seconds) {
            also.set(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        return answer(problem, also);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> badInput(BadInput e) {
        ProblemDetail problem = problem(e.status(), e.slug(), String.valueOf(e.getMessage()));
        if (!e.violations().isEmpty()) {
            problem.setProperty("errors", e.violations());
        }
        return answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notFound(NoResourceFoundException e) {
        return answer(problem(404, "not-found", "There is nothing here."));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> other(Exception e, HttpServletRequest request) {
        int status = senders(e);
        if (status > 0) {
            return answer(notUnderstood(status), e instanceof ErrorResponse known ? known.getHeaders() : null);
        }
        UUID reference = UUID.randomUUID();
        LOG.error("{} {} failed, reference {}", request.getMethod(), request.getRequestURI(), reference, e);
        ProblemDetail problem = problem(500, "internal", "Something failed here. It was not your input.");
        problem.setProperty("reference", reference);
        return answer(problem);
    }

    /** The status where the fault is the sender's; 0 where it is ours. */
    private static int senders(Exception e) {
        if (e instanceof ErrorResponse known) {
            return known.getStatusCode().is4xxClientError()
                    ? known.getStatusCode().value()
                    : 0;
        }
        return switch (e) {
            case InvalidMediaTypeException x -> 415;
            case InvalidParameterException x -> 400;
            case BadRequestException x -> 400;
            case MultipartException x -> 400;
            case TypeMismatchException x -> 400;
            case HttpMessageNotReadableException x -> 400;
            case RequestRejectedException x -> 400;
            default -> 0;
        };
    }

    /** For what no handler saw: what the server or a filter made of it, by its status. */
    static ProblemDetail unhandled(int status) {
        return switch (status) {
            case 401 -> problem(401, "sign-in-required", "Please sign in first.");
            case 403 -> problem(403, "forbidden", "Your role does not allow this.");
            case 503 -> problem(503, "busy", "Please try again in a moment.");
            default ->
                status >= 400 && status < 500
                        ? notUnderstood(status)
                        : problem(500, "internal", "Something failed here. It was not your input.");
        };
    }

    /** What is no request of this service's, by its status. */
    static ProblemDetail notUnderstood(int status) {
        return status == 404
                ? problem(404, "not-found", "There is nothing here.")
                : problem(status, "request-not-understood", "The request is not one this service knows.");
    }

    private static ProblemDetail problem(int status, String slug, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(status), detail);
        problem.setType(URI.create("/problems/" + slug));
        problem.setTitle(slug.replace('-', ' '));
        return problem;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return answer(problem, null);
    }

    /** With what else is to be said, as which methods are allowed. */
    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, @Nullable HttpHeaders also) {
        HttpHeaders headers = new HttpHeaders();
        if (also != null) {
            headers.putAll(also);
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.getStatus() == 503) {
            headers.set(HttpHeaders.RETRY_AFTER, "2");
        }
        return new ResponseEntity<>(problem, headers, problem.getStatus());
    }
}
