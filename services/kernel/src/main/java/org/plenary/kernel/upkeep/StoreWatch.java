package org.plenary.kernel.upkeep;

import com.mongodb.connection.ServerDescription;
import com.mongodb.event.ServerDescriptionChangedEvent;
import com.mongodb.event.ServerListener;
import org.plenary.kernel.command.Gate;

/**
 * Closes the gate when the store that took writes goes away: what answers next may have been put back to an older copy,
 * so it is compared with what was published before anything is decided on it. States in memory are of the old one.
 */
public final class StoreWatch implements ServerListener {
    private final Gate gate;
    private final Runnable forget;

    /** @param forget drops every state in memory */
    public StoreWatch(Gate gate, Runnable forget) {
        this.gate = gate;
        this.forget = forget;
    }

    @Override
    public void serverDescriptionChanged(ServerDescriptionChangedEvent event) {
        if (writable(event.getPreviousDescription()) && !writable(event.getNewDescription())) {
            gate.close(
                    "The store was away; it is compared with what was published, and commands are taken in a moment.");
            forget.run();
        }
    }

    private static boolean writable(ServerDescription server) {
        return server.isOk() && (server.isPrimary() || server.isStandAlone() || server.isShardRouter());
    }
}
