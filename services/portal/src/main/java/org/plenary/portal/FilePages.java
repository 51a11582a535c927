package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** Files, asked of their owner with the reader's token, and given out only to be saved: never shown, never run. */
@Controller
class FilePages {
    private final Reader readers;
    private final Upstream upstream;

    FilePages(Reader readers, Upstream upstream) {
        this.readers = readers;
        this.upstream = upstream;
    }

    @GetMapping("/files/{id:[0-9a-f-]{36}}")
    ResponseEntity<byte[]> file(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Upstream.File file = upstream.file(
                "/api/membership/files/" + id,
                readers.evenAway(request, response).token());
        if (file.status() != 200) {
            throw new ResponseStatusException(HttpStatus.valueOf(file.status()));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Disposition", file.disposition().isEmpty() ? "attachment" : file.disposition())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cache-Control", "no-store")
                .body(file.bytes());
    }
}
