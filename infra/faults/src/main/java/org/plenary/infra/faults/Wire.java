package org.plenary.infra.faults;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** How a protocol's requests and answers are cut into frames, and which answer belongs to which request. */
enum Wire {
    /** The MongoDB wire protocol's header: messageLength (itself included), requestID, responseTo, opCode. */
    MONGO(ByteOrder.LITTLE_ENDIAN, 0, 4, 8),
    /** The Kafka protocol: size (itself not included), then api key, api version and correlation id, or the correlation id. */
    KAFKA(ByteOrder.BIG_ENDIAN, 4, 8, 4);

    private static final int HEADER_BYTES = 12;

    private final ByteOrder order;
    private final int notCounted;
    private final int requestAt;
    private final int answerAt;

    Wire(ByteOrder order, int notCounted, int requestAt, int answerAt) {
        this.order = order;
        this.notCounted = notCounted;
        this.requestAt = requestAt;
        this.answerAt = answerAt;
    }

    /** The frames that begin in a piece that begins with one; the last may be cut off. */
    List<ByteBuffer> frames(ByteBuffer piece) {
        List<ByteBuffer> frames = new ArrayList<>();
        int at = piece.position();
        while (piece.limit() - at >= HEADER_BYTES) {
            long length = Integer.toUnsignedLong(piece.duplicate().order(order).getInt(at)) + notCounted;
            if (length < HEADER_BYTES) {
                return frames;
            }
            int end = (int) Math.min(piece.limit(), at + length);
            frames.add(piece.slice(at, end - at).order(order));
            at = end;
        }
        return frames;
    }

    /** What a request calls itself. */
    int request(ByteBuffer frame) {
        return frame.duplicate().order(order).getInt(requestAt);
    }

    /** Which request an answer is to. */
    int answered(ByteBuffer frame) {
        return frame.duplicate().order(order).getInt(answerAt);
    }
}
