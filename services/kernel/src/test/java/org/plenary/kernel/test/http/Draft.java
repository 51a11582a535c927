package org.plenary.kernel.test.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.http.Contract.Operation;

/** A request down to its bytes, which no client library would send, and what came of it. */
final class Draft {
    private static final int ANSWER_MILLIS_MAX = 30_000;
    private static final int SHOWN_MAX = 1_500;

    /** The operation that it still is for; null once its method or path is another. */
    @Nullable
    Operation operation;

    String method;
    String path;
    String query;
    final Map<String, String> headers = new LinkedHashMap<>();
    byte[] body;

    Draft(Operation operation, String path, String query, byte[] body) {
        this.operation = operation;
        this.method = operation.method();
        this.path = path;
        this.query = query;
        this.body = body;
    }

    /** What came back. */
    record Answer(int status, Map<String, String> headers, String body) {}

    private byte[] bytes() {
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(path).append(query.isEmpty() ? "" : "?" + query);
        head.append(" HTTP/1.1\r\n");
        headers.forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** Sends it and reads to the end. */
    Answer send(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS_MAX);
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(bytes());
                out.flush();
            } catch (SocketException e) {
                // Refused before it was read to the end; what it says of that is still to be read.
            }
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(read);
            } catch (SocketException e) {
                // It was closed with some of the request unread.
            }
            return answer(read.toByteArray());
        }
    }

    private static Answer answer(byte[] read) throws IOException {
        String text = new String(read, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (text.startsWith("HTTP/1.1 100")) {
            return answer(text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
        }
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            return new Answer(0, Map.of(), text);
        }
        Map<String, String> headers = new TreeMap<>();
        String[] lines = text.substring(0, end).split("\r\n", -1);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        String body = text.substring(end + 4);
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            body = unchunked(body);
        }
        return new Answer(
                Integer.parseInt(lines[0].substring(9, 12)),
                headers,
                new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private static String unchunked(String body) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (true) {
            int line = body.indexOf("\r\n", at);
            int size = line < 0 ? 0 : Integer.parseInt(body.substring(at, line), 16);
            if (size == 0) {
                return whole.toString();
            }
            whole.append(body, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
    }

    @Override
    public String toString() {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "… (" + text.length() + ")";
    }
}
