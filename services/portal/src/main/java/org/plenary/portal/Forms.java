package org.plenary.portal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plenary.portal.Acts.Act;
import org.plenary.portal.Acts.Field;
import org.plenary.portal.Acts.Type;
import org.plenary.portal.Reader.Current;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** How a filled-in form becomes a command: its file is kept first and named, then the command is sent. */
@Component
class Forms {
    private final Upstream upstream;
    private final DemonstrationSigner signer;

    Forms(Upstream upstream, DemonstrationSigner signer) {
        this.upstream = upstream;
        this.signer = signer;
    }

    /** The parties in whose name this reader may act, by their ids; none for who speaks for a party itself. */
    Map<String, String> parties(Current reader) {
        Map<String, String> parties = new LinkedHashMap<>();
        if (reader.is("SECRETARIAT") && reader.unit().isEmpty() && reader.forum() != null) {
            upstream.all("/api/membership/parties?limit=200&forum=" + reader.forum(), reader.token())
                    .forEach(p -> parties.put(
                            p.path("party").asString(""), p.path("name").asString("")));
        }
        return parties;
    }

    /**
     * Sends the act. Its steps have keys of the form's, so that a form sent twice does it once; a file that was kept stays
     * in the form, so that it is not asked for again.
     */
    Upstream.Answer send(Act act, Map<String, String> form, @Nullable MultipartFile file, Current reader)
            throws IOException {
        String token = Objects.requireNonNull(reader.token());
        String key = form.getOrDefault("key", "");
        String party = form.getOrDefault("behalf", "");
        boolean behalf = act.onBehalf() && !party.isEmpty();
        if (behalf && act.fields().contains(Field.of("party", Type.FIXED))) {
            form.put("f.party", party);
        }
        if (act.withFile() && file != null && !file.isEmpty()) {
            Upstream.Answer kept = keep(file, key, behalf ? party : reader.unit(), reader, token);
            if (!kept.ok()) {
                return kept;
            }
            form.put("f.file", kept.json().path("file").asString(""));
        }
        String id = form.getOrDefault("id", "");
        String path = act.path() + (act.verb().isEmpty() ? "" : "/" + id + "/" + act.verb());
        String etag = act.bound() ? form.getOrDefault("etag", "0") : null;
        return upstream.post(path, body(act, id, form, reader), key, etag, behalf ? party : null, token);
    }

    private Upstream.Answer keep(MultipartFile file, String key, String party, Current reader, String token)
            throws IOException {
        Map<String, String> fields = Map.of("forum", Objects.requireNonNull(reader.forum()), "party", party);
        String name = file.getOriginalFilename() == null ? "file" : file.getOriginalFilename();
        return upstream.file("/api/membership/files", fields, name, file.getBytes(), key + "-file", token);
    }

    private String body(Act act, String id, Map<String, String> form, Current reader) {
        if (act.op().equals("SignDocument") && form.containsKey("demonstration")) {
            String text = upstream.get("/api/outcomes/documents/" + id + "/text", reader.token())
                    .body();
            return signer.body(reader.unit(), form.getOrDefault("hash", ""), text);
        }
        return Bodies.of(act, form);
    }
}
