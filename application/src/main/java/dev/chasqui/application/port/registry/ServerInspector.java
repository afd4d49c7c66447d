package dev.chasqui.application.port.registry;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The inspection of a server before it is registered. Safe for use by several threads. */
public interface ServerInspector {

    /**
     * Checks that an address may be that of a server, and asks no server.
     *
     * @return the address in the one spelling that all addresses of the server have
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is no address,
     *     or one that is refused
     */
    String admit(String url);

    /** Looks up the addresses of a name, for a bounded time; none if there are none until then. */
    List<InetAddress> addresses(String host);

    /**
     * Asks a server what it is, for a bounded time.
     *
     * @param id its name, for messages
     * @param url its address, as {@link #admit} returns it
     * @throws dev.chasqui.domain.failure.FailureException with a failure of the backend if it does
     *     not answer, or speaks no known API
     */
    Inspected inspect(String id, String url, Optional<ServerKey> key);

    /**
     * The facts that were found.
     *
     * @param type the program or service, such as {@code llama.cpp}
     * @param models the names of its models, if it has no list of them that backends are asked for
     * @param open true if it answers with the key that it was asked with, or without one
     */
    record Inspected(String type, List<String> models, boolean open) {
        /** Copies the list. */
        public Inspected {
            models = List.copyOf(models);
        }

        /** Makes the facts of a server that answers. */
        public Inspected(String type, List<String> models) {
            this(type, models, true);
        }
    }
}
