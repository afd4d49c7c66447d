package dev.chasqui.application.registry;

import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.application.port.registry.DrainedServer;
import dev.chasqui.application.port.registry.RegisteredServers;
import dev.chasqui.application.port.registry.ServerAddress;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerInspector;
import dev.chasqui.application.port.registry.ServerInspector.Inspected;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.application.port.registry.ServerStore;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.similarity.SimilarNames;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The registry of the servers behind this one. Each change is stored, then taken into use, and then
 * noted in the audit trail. Safe for use by several threads. Servers come and go one at a time; to
 * drain one waits for the store alone, since taking a server into use may take seconds.
 */
public final class ServerRegistry {
    private final ServerStore store;
    private final ServerInspector inspector;
    private final RunningServers running;
    private final AuditTrail audit;
    private final InstantSource clock;

    /** The monitor that is held while a server comes or goes; {@code this} guards the store. */
    private final Object changing = new Object();

    /**
     * @param inspector asks servers what they are
     * @param running takes changes into use
     * @param clock the source of the time of a change
     */
    public ServerRegistry(
            ServerStore store,
            ServerInspector inspector,
            RunningServers running,
            AuditTrail audit,
            InstantSource clock) {
        this.store = store;
        this.inspector = inspector;
        this.running = running;
        this.audit = audit;
        this.clock = clock;
    }

    /** Returns the registered server that a backend was made of; empty if it is another one. */
    public Optional<ServerEntry> registered(String name, String address) {
        return entry(store.present().servers(), name, address);
    }

    /** Returns the server of the config that a backend was made of; empty if it is another one. */
    public Optional<ServerEntry> configured(String name, String address) {
        return entry(running.configured(), name, address);
    }

    /** Returns the discovered server that a backend was made of; empty if it is another one. */
    public Optional<ServerEntry> discovered(String name, String address) {
        return entry(running.discovered(), name, address);
    }

    /** Returns the states of the backends that are in use now, also just after a change. */
    public List<BackendState> states() {
        return running.states();
    }

    private static Optional<ServerEntry> entry(List<ServerEntry> all, String name, String address) {
        return all.stream()
                .filter(one -> one.id().equals(name) && one.url().equals(address))
                .findFirst();
    }

    /**
     * Registers a server, or updates the one with the same address. What an update does not name
     * stays.
     *
     * @throws FailureException with {@code Invalid} if the address is refused, or in the config;
     *     with a failure of the backend if the server does not answer as one
     */
    public ServerEntry register(Caller who, Registration asked) {
        String url = inspector.admit(asked.url());
        ServerAddress address = ServerAddress.of(url);
        requireNotConfigured(address);
        Optional<ServerEntry> known = registeredAt(address);
        Optional<ServerKey> key = asked.key().after(known.flatMap(ServerEntry::key));
        Optional<Inspected> found =
                asked.force()
                        ? Optional.empty()
                        : Optional.of(inspector.inspect(address.id(), url, key));
        synchronized (changing) {
            // The config may have changed while the server was asked.
            requireNotConfigured(address);
            Optional<ServerEntry> before = registeredAt(address);
            ServerEntry after = next(url, asked, key, found, before);
            if (before.equals(Optional.of(after))) {
                return after;
            }
            change(all -> all.with(after));
            note(
                    who,
                    before.isPresent() ? "server.update" : "server.register",
                    after.id(),
                    before.map(ServerRegistry::told),
                    Optional.of(told(after)));
            return after;
        }
    }

    private void requireNotConfigured(ServerAddress address) {
        running.configured().stream()
                .filter(one -> one.isAt(address))
                .findFirst()
                .ifPresent(
                        one -> {
                            throw invalid(
                                    "url",
                                    "url: %s is the backend '%s' of the config (expected: another"
                                                    .formatted(one.url(), one.id())
                                            + " address, or a change of the config)");
                        });
    }

    private ServerEntry next(
            String url,
            Registration asked,
            Optional<ServerKey> key,
            Optional<Inspected> found,
            Optional<ServerEntry> before) {
        Optional<ServerEntry> stays = asked.force() ? before : Optional.empty();
        return new ServerEntry(
                before.map(ServerEntry::id).orElseGet(() -> freeId(ServerAddress.of(url))),
                before.map(ServerEntry::url).orElse(url),
                asked.kinds().isEmpty()
                        ? before.map(ServerEntry::kinds).orElse(Set.of())
                        : asked.kinds(),
                key,
                asked.zone().or(() -> before.flatMap(ServerEntry::zone)),
                found.map(Inspected::type).or(() -> stays.flatMap(ServerEntry::type)),
                found.map(Inspected::models)
                        .or(() -> stays.map(ServerEntry::models))
                        .orElse(List.of()));
    }

    /** Returns an id, with a number behind it if it is taken. */
    private String freeId(ServerAddress address) {
        Set<String> taken = new LinkedHashSet<>(names());
        // The discovered server at this address gives way to the registered one.
        running.discovered().stream()
                .filter(one -> one.isAt(address))
                .map(ServerEntry::id)
                .forEach(taken::remove);
        running.configured().forEach(one -> taken.add(one.id()));
        store.present().servers().forEach(one -> taken.add(one.id()));
        String free = address.id();
        for (int number = 2; taken.contains(free); number++) {
            free = address.id() + "-" + number;
        }
        return free;
    }

    /**
     * Removes a registered server; its open requests go on.
     *
     * @throws FailureException with {@code NotFound} if there is none with this id; with {@code
     *     Invalid} if it is not registered but in use
     */
    public ServerEntry unregister(Caller who, String id) {
        synchronized (changing) {
            ServerEntry server = store.present().find(id).orElseThrow(() -> notRegistered(id));
            change(all -> all.without(server));
            note(who, "server.unregister", id, Optional.of(told(server)), Optional.empty());
            return server;
        }
    }

    /** Stores a change of servers and takes it into use; if that fails it is stored no more. */
    private void change(UnaryOperator<RegisteredServers> change) {
        RegisteredServers before;
        RegisteredServers after;
        synchronized (this) {
            before = store.present();
            save(change);
            after = store.present();
        }
        try {
            running.change();
        } catch (RuntimeException | Error e) {
            try {
                undo(before, after);
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private synchronized void undo(RegisteredServers before, RegisteredServers after) {
        save(all -> all.undo(before, after));
    }

    private FailureException notRegistered(String id) {
        if (running.configured().stream().anyMatch(one -> one.id().equals(id))) {
            return invalid(
                    "server_id",
                    "server_id: '%s' is a backend of the config (expected: a registered one; remove"
                                    .formatted(id)
                            + " this one in the config)");
        }
        if (names().contains(id)) {
            return invalid(
                    "server_id",
                    "server_id: '%s' was not registered (expected: a registered one)"
                            .formatted(id));
        }
        return unknown(id, store.present().servers().stream().map(ServerEntry::id).toList());
    }

    /**
     * Lets a backend get no new requests until it is resumed, also after a restart. Its open ones
     * go on.
     *
     * @throws FailureException with {@code NotFound} if there is no such backend
     */
    public synchronized void drain(Caller who, String id) {
        DrainedServer server = running(id).findFirst().orElseThrow(() -> unknown(id, names()));
        mark(who, server, "server.drain", RegisteredServers::with);
    }

    /**
     * Lets a backend get requests again.
     *
     * @throws FailureException with {@code NotFound} if there is no such backend
     */
    public synchronized void resume(Caller who, String id) {
        DrainedServer server =
                Stream.concat(
                                running(id),
                                // The backend may have left the config since.
                                store.present().drained().stream()
                                        .filter(one -> one.name().equals(id)))
                        .findFirst()
                        .orElseThrow(() -> unknown(id, names()));
        mark(who, server, "server.resume", RegisteredServers::without);
    }

    private interface Marking {
        RegisteredServers apply(RegisteredServers all, DrainedServer one);
    }

    private void mark(Caller who, DrainedServer server, String action, Marking marking) {
        boolean before = store.present().drained().contains(server);
        save(all -> marking.apply(all, server));
        boolean after = store.present().drained().contains(server);
        if (before != after) {
            running.lookAgain();
            note(
                    who,
                    action,
                    server.name(),
                    Optional.of(drained(before)),
                    Optional.of(drained(after)));
        }
    }

    private static Json.Obj drained(boolean is) {
        return Json.Obj.EMPTY.with("drained", Json.of(is));
    }

    /** Returns true if a backend gets no new requests. */
    public boolean isDrained(Backend backend) {
        Set<DrainedServer> drained = store.present().drained();
        return !drained.isEmpty() && drained.contains(DrainedServer.of(backend));
    }

    private Stream<DrainedServer> running(String name) {
        return running.backends().stream()
                .filter(one -> one.name().equals(name))
                .map(DrainedServer::of);
    }

    private List<String> names() {
        return running.backends().stream().map(Backend::name).toList();
    }

    private Optional<ServerEntry> registeredAt(ServerAddress address) {
        return store.present().servers().stream().filter(one -> one.isAt(address)).findFirst();
    }

    private void save(UnaryOperator<RegisteredServers> change) {
        RegisteredServers next;
        try {
            next = change.apply(store.present());
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    new Failure.Invalid(Optional.empty(), String.valueOf(e.getMessage())), e);
        }
        store.save(next);
    }

    private void note(
            Caller who,
            String action,
            String subject,
            Optional<Json.Obj> before,
            Optional<Json.Obj> after) {
        audit.add(
                new AuditEntry(
                        clock.instant(),
                        who.name(),
                        action,
                        subject,
                        before.map(Json.Obj::toString).orElse(""),
                        after.map(Json.Obj::toString).orElse("")));
    }

    /** Returns a server for the audit trail, without its key. */
    private static Json.Obj told(ServerEntry server) {
        return Json.Obj.EMPTY
                .with("url", Json.of(server.url()))
                .with("kind", Json.of(ServerKind.words(server.kinds())))
                .with("type", Json.of(server.type().orElse("")))
                .with("zone", Json.of(server.zone().map(Zone::word).orElse("")))
                .with("hasKey", Json.of(server.key().isPresent()));
    }

    private static FailureException unknown(String id, List<String> known) {
        return new FailureException(
                new Failure.NotFound(
                        "no server '%s'; there are: %s"
                                .formatted(
                                        Quoting.shorten(id),
                                        known.isEmpty() ? "none" : SimilarNames.list(id, known))));
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }
}
