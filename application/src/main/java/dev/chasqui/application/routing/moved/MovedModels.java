package dev.chasqui.application.routing.moved;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Backend;

import org.jspecify.annotations.Nullable;

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

    /**
     * Notes that a model was moved; what was noted of its new place is forgotten.
     *
     * @return what restores both, unless the model was moved again meanwhile
     */
    public synchronized Runnable move(Candidate from, Candidate to) {
        Place left = Place.of(from);
        Place reached = Place.of(to);
        Server next = Server.of(to.backend());
        @Nullable Server ofReached = moves.remove(reached);
        @Nullable Server ofLeft = moves.remove(left);
        if (moves.size() >= MOST) {
            moves.keySet().stream().findFirst().ifPresent(moves::remove);
        }
        moves.put(left, next);
        return () -> {
            synchronized (this) {
                if (moves.remove(left, next)) {
                    restore(left, ofLeft);
                    restore(reached, ofReached);
                }
            }
        };
    }

    private void restore(Place place, @Nullable Server to) {
        if (to != null) {
            moves.putIfAbsent(place, to);
        }
    }

    /** Forgets that a model was moved away. */
    public synchronized void forget(Candidate from) {
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
