package dev.chasqui.application.routing.moved;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Backend;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The models that were moved from one backend to another: the first one gets no requests for the
 * model while the other one may answer them. They are forgotten when the process ends. Safe for use
 * by several threads.
 */
public final class MovedModels {
    /** The most moves; a further one takes the place of any other. */
    private static final int MOST = 1000;

    private final Map<Place, Server> moves = new ConcurrentHashMap<>();

    private record Server(String name, String address) {
        static Server of(Backend backend) {
            return new Server(backend.name(), backend.address());
        }
    }

    private record Place(Server server, String model) {
        static Place of(Candidate candidate) {
            return new Place(Server.of(candidate.backend()), candidate.knownAs());
        }
    }

    /** Notes that a model was moved; what was noted of its new place is forgotten. */
    public void move(Candidate from, Candidate to) {
        moves.remove(Place.of(to));
        if (moves.size() >= MOST) {
            moves.keySet().stream().findFirst().ifPresent(moves::remove);
        }
        moves.put(Place.of(from), Server.of(to.backend()));
    }

    /** Forgets that a model was moved away. */
    public void forget(Candidate from) {
        moves.remove(Place.of(from));
    }

    /** Forgets the moves between backends that are not both among these. */
    public void keep(Collection<Backend> some) {
        Set<Server> kept = some.stream().map(Server::of).collect(Collectors.toSet());
        moves.entrySet()
                .removeIf(
                        one ->
                                !kept.contains(one.getKey().server)
                                        || !kept.contains(one.getValue()));
    }

    /** Returns the name of the backend to which a candidate's model was moved; empty if to none. */
    public Optional<String> target(Candidate from) {
        return moves.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(moves.get(Place.of(from))).map(Server::name);
    }
}
