package org.plenary.infra.verifier.log;

import java.util.List;
import java.util.Optional;
import org.plenary.infra.verifier.Keys;
import org.plenary.tlog.OriginLeaf;

/**
 * That a log was followed and all of it holds.
 *
 * @param source from where it was read
 * @param before the checkpoint of the earlier run
 * @param from the first entry that this run looked at
 * @param tiles tiles of hashes that were read
 * @param bundles bundles of entries that were read
 * @param versions which numbers of its things' events it has
 * @param origin what the first entry says, where the log continues another
 * @param ended the versions of the log that this one continues, where an earlier run compared the two and kept them
 * @param successor what the server says of the log that continues this one; nothing vouches for it
 */
public record Followed(
        LogSource source,
        Head head,
        Keys keys,
        Optional<Head> before,
        long from,
        long tiles,
        long bundles,
        StreamVersions versions,
        Optional<OriginLeaf> origin,
        Optional<StreamVersions> ended,
        Optional<Successor> successor,
        List<String> remarks) {}
