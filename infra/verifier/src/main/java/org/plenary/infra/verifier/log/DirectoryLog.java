package org.plenary.infra.verifier.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.NotVerified;

/** A log as files: what {@code --keep} writes. */
public record DirectoryLog(Path dir) implements LogSource {
    @Override
    public Optional<byte[]> read(String path, int bytesMax) {
        Path file = dir.resolve(path);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new NotVerified(Fault.TOO_LARGE, "at most " + bytesMax + " bytes in " + file, "more");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new NotVerified(Fault.UNREACHABLE, "the file " + file, "it cannot be read (" + e.getMessage() + ")");
        }
    }

    @Override
    public String address() {
        return dir.toString();
    }
}
