package dev.chasqui.application.registry;

import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.registry.ServerEntry;

import java.util.List;

/** The servers that are in use now, as the registry needs them. */
public interface RunningServers {

    /** Returns the servers of the present config. */
    List<ServerEntry> configured();

    /** Returns the servers that were discovered on the network. */
    List<ServerEntry> discovered();

    /** Returns the backends in use, of the config or not. */
    List<Backend> backends();

    /** Returns the states of these backends. */
    List<BackendState> states();

    /** Takes the changed registered servers into use; requests see them when this returns. */
    void change();

    /** Has the requests that wait for backends look anew, since other ones are drained now. */
    void lookAgain();
}
