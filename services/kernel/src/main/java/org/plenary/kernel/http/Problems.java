package org.plenary.kernel.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.decide.Rejected;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
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
        return answer(problem);
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
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            int status = known.getStatusCode().value();
            return answer(problem(status, "request-not-understood", "The request is not one this service knows."));
        }
        UUID reference = UUID.randomUUID();
        LOG.error("{} {} failed, reference {}", request.getMethod(), request.getRequestURI(), reference, e);
        ProblemDetail problem = problem(500, "internal", "Something failed here. It was not your input.");
        problem.setProperty("reference", reference);
        return answer(problem);
    }

    private static ProblemDetail problem(int status, String slug, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(status), detail);
        problem.setType(URI.create("/problems/" + slug));
        problem.setTitle(slug.replace('-', ' '));
        return problem;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.getStatus() == 503) {
            headers.set(HttpHeaders.RETRY_AFTER, "2");
        }
        return new ResponseEntity<>(problem, headers, problem.getStatus());
    }
}
