package org.plenary.infra.verifier.log;

import java.util.Optional;

/** Where a log is read from: by HTTP from whoever serves it, or from a folder into which it was copied. */
public interface LogSource {
    /**
     * What stands at a path below the log's prefix.
     *
     * @param path such as {@code checkpoint} or {@code tile/0/000}
     * @param bytesMax more is not read
     * @return empty where there is nothing
     * @throws org.plenary.infra.verifier.NotVerified where no answer can be had, or it is too large
     */
    Optional<byte[]> read(String path, int bytesMax);

    /** The address, for people. */
    String address();
}
