package dev.chasqui.application.discovery;

import dev.chasqui.application.discovery.Sightings.Outcome;
import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.application.port.discovery.AnnouncementListener;
import dev.chasqui.application.port.registry.ServerAddress;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerInspector;
import dev.chasqui.application.port.registry.ServerInspector.Inspected;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The servers that were discovered on the network and are used. One thread, which begins when it is
 * first needed, has the services asked and takes changes into use, at most once a second. Safe for
 * use by several threads.
 */
public final class DiscoveredServers implements AnnouncementListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DiscoveredServers.class.getName());
    private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILED_CHANGE = Duration.ofSeconds(10);

    private final ServerInspector inspector;
    private final Runnable change;
    private final long start = System.nanoTime();

    /** The monitor that is held while a change is taken into use. */
    private final Object changing = new Object();

    private final Sightings sightings = new Sightings();
    private final HostNames names = new HostNames();
    private volatile List<Discovered> present = List.of();

    /** The servers with which the present ones were compared last. */
    private List<ServerEntry> others = List.of();

    /** The result of that comparison. */
    private List<ServerEntry> besideOthers = List.of();

    private volatile boolean closed;
    private boolean started;
    private boolean finds;
    private Duration grace = Duration.ZERO;
    private long changeDue = Sightings.NEVER;
    private long changedAt;

    /**
     * @param inspector asks servers what they are
     * @param change takes the changed servers {@link #beside} others into use; may take seconds
     */
    public DiscoveredServers(ServerInspector inspector, Runnable change) {
        this.inspector = inspector;
        this.change = change;
    }

    /** Returns the servers that are there. */
    public List<ServerEntry> present() {
        return present.stream().map(Discovered::server).toList();
    }

    /**
     * Returns the servers that are there and are none of some others, whose names they may not have
     * either. Nothing is looked up here: a server that may be one of the others, since an address
     * is not known yet, is left out until it is known to be none.
     */
    public synchronized List<ServerEntry> beside(List<ServerEntry> some) {
        others = List.copyOf(some);
        names.need(Twins.namesOf(present, others), now());
        besideOthers = compared();
        notifyAll();
        return besideOthers;
    }

    private List<ServerEntry> compared() {
        return present.isEmpty()
                ? List.of()
                : new Twins(names.known(), ownAddresses()).beside(present, others);
    }

    private static Set<InetAddress> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }

    /**
     * Changes the rules.
     *
     * @param use true if discovered servers are used; otherwise those that are there leave
     * @param newGrace the time that a server which is announced no more stays without being asked
     */
    public synchronized void change(boolean use, Duration newGrace) {
        finds = use;
        grace = newGrace;
        if (!use) {
            sightings.clear();
        }
        if (use && !started && !closed) {
            started = true;
            Thread.ofVirtual().name("discovery").start(this::run);
        }
        notifyAll();
    }

    @Override
    public synchronized void announced(Announcement service) {
        if (finds) {
            sightings.announced(service, now());
            notifyAll();
        }
    }

    @Override
    public synchronized void withdrawn(Announcement.Id id) {
        sightings.withdrawn(id, grace, now());
        notifyAll();
    }

    private long now() {
        return System.nanoTime() - start;
    }

    private void run() {
        try {
            while (step()) {
                takeIntoUse();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it but the end of the process.
        }
    }

    /** Does what is due, until a change is to be taken into use. Returns false at the end. */
    private synchronized boolean step() throws InterruptedException {
        while (!closed) {
            sightings.ask(now()).forEach(this::startAsking);
            publish();
            if (names.nextDue() <= now()) {
                startLookingUp(names.ask());
            }
            long left = Math.min(changeDue, Math.min(sightings.nextDue(), names.nextDue())) - now();
            if (changeDue <= now()) {
                changeDue = Sightings.NEVER;
                changedAt = now();
                return true;
            }
            if (left > 0) {
                wait(Math.ceilDiv(Math.min(left, Duration.ofHours(1).toNanos()), 1_000_000));
            }
        }
        return false;
    }

    private void publish() {
        List<Discovered> after = sightings.used();
        if (!after.equals(present)) {
            List<ServerEntry> before = present();
            present = after;
            if (!before.equals(present()) || !compared().equals(besideOthers)) {
                changeSoon();
            }
            log(before, present(), "discovered the server %s (%s)");
            log(present(), before, "the discovered server %s (%s) has left");
        }
    }

    private void changeSoon() {
        changeDue = Math.max(now(), changedAt + BETWEEN_CHANGES.toNanos());
    }

    private static void log(List<ServerEntry> without, List<ServerEntry> with, String message) {
        for (ServerEntry one : with) {
            if (!without.contains(one)) {
                LOG.log(Level.INFO, message.formatted(one.url(), one.type().orElse("")));
            }
        }
    }

    private void takeIntoUse() {
        try {
            synchronized (changing) {
                if (!closed) {
                    change.run();
                }
            }
        } catch (RuntimeException | Error e) {
            // Without this thread no other server would be found.
            LOG.log(Level.ERROR, "discovered servers cannot be used; it is tried again", e);
            synchronized (this) {
                changeDue = now() + AFTER_FAILED_CHANGE.toNanos();
            }
        }
    }

    private void startAsking(Announcement service) {
        Thread.ofVirtual()
                .name("discovery-question")
                .start(
                        () -> {
                            Outcome outcome = new Outcome.Refused();
                            try {
                                outcome = ask(service);
                            } finally {
                                answered(service, outcome);
                            }
                        });
    }

    private synchronized void answered(Announcement service, Outcome outcome) {
        sightings.answered(service, outcome, grace, now());
        notifyAll();
    }

    private void startLookingUp(Set<String> hosts) {
        Thread.ofVirtual()
                .name("discovery-names")
                .start(
                        () -> {
                            Map<String, Set<InetAddress>> found = new HashMap<>();
                            try {
                                for (String host : hosts) {
                                    found.put(host, Set.copyOf(inspector.addresses(host)));
                                }
                            } finally {
                                lookedUp(found);
                            }
                        });
    }

    private synchronized void lookedUp(Map<String, Set<InetAddress>> found) {
        names.found(found, now());
        if (!compared().equals(besideOthers)) {
            changeSoon();
        }
        notifyAll();
    }

    private Outcome ask(Announcement service) {
        boolean silent = false;
        for (String written : AnnouncedAddresses.of(service)) {
            try {
                String url = inspector.admit(written);
                String id = ServerAddress.of(url).id();
                Inspected found = inspector.inspect(id, url, Optional.empty());
                if (found.open()) {
                    return new Outcome.Usable(entry(id, url, found));
                }
                logUnused(service, "it demands a key");
            } catch (FailureException e) {
                silent |= !(e.failure() instanceof Failure.Invalid);
                logUnused(service, Quoting.oneLine(e.failure().message()));
            }
        }
        return silent ? new Outcome.Silent() : new Outcome.Refused();
    }

    /** Not louder than debug: whoever is in the network could fill the log. */
    private static void logUnused(Announcement service, String why) {
        LOG.log(
                Level.DEBUG,
                () ->
                        "the announced service "
                                + Quoting.shorten(service.id().name())
                                + " is not used: "
                                + why);
    }

    private static ServerEntry entry(String id, String url, Inspected found) {
        return new ServerEntry(
                id,
                url,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(found.type()),
                found.models());
    }

    /** Ends the discovery; after this returns, no change is taken into use. */
    @Override
    public void close() {
        synchronized (changing) {
            closed = true;
        }
        synchronized (this) {
            notifyAll();
        }
    }
}
