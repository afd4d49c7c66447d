package dev.chasqui.adapters.mdns;

import dev.chasqui.application.port.discovery.AnnouncementListener;
import dev.chasqui.application.port.discovery.NetworkServices;
import dev.chasqui.application.port.discovery.NetworkWish;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The services that are announced by multicast DNS on the networks of this machine. One thread,
 * which begins when something is wished, joins the networks, follows them as they come and go, and
 * leaves them.
 */
public final class MdnsServices implements NetworkServices {
    private static final System.Logger LOG = System.getLogger(MdnsServices.class.getName());

    /** The time between two looks at the interfaces of this machine. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** The most records of others that one network may fill the memory with. */
    private static final int MOST_RECORDS = 20_000;

    /** The time for which a network that sent more is left. */
    private static final Duration AFTER_FLOOD = Duration.ofMinutes(5);

    private final AnnouncementListener listener;
    private final String own = UUID.randomUUID().toString();
    private final List<Thread> leaving = new ArrayList<>();
    private final Map<InetAddress, MdnsLink> links = new HashMap<>();
    private final Map<InetAddress, Long> flooded = new HashMap<>();

    /** The addresses of which the log was told that they cannot be used. */
    private final Set<InetAddress> unusable = new HashSet<>();

    private NetworkWish wish = NetworkWish.NOTHING;
    private boolean changed;
    private boolean closed;
    private @Nullable Thread thread;

    /**
     * @param listener is told what is announced by others
     */
    public MdnsServices(AnnouncementListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void change(NetworkWish next) {
        wish = next;
        changed = true;
        if (thread == null && !closed && !next.isNothing()) {
            thread = Thread.ofPlatform().daemon().name("mdns").start(this::run);
        }
        notifyAll();
    }

    private synchronized NetworkWish wish() {
        changed = false;
        return wish;
    }

    private void run() {
        try {
            do {
                adjust(wish());
            } while (pause());
        } catch (InterruptedException e) {
            // Nobody interrupts it but the end of the process.
        } finally {
            List.copyOf(links.keySet()).forEach(this::leave);
        }
    }

    /** Waits until there is something to do. Returns false at the end. */
    private synchronized boolean pause() throws InterruptedException {
        long due = System.nanoTime() + LOOK.toNanos();
        for (long left = LOOK.toNanos();
                left > 0 && !changed && !closed;
                left = due - System.nanoTime()) {
            wait(Math.ceilDiv(left, 1_000_000));
        }
        return !closed;
    }

    private void adjust(NetworkWish now) {
        Set<InetAddress> wanted = addresses(now);
        for (InetAddress each : List.copyOf(links.keySet())) {
            if (!wanted.contains(each)) {
                leave(each);
            } else if (records(each) > MOST_RECORDS) {
                LOG.log(
                        Level.WARNING,
                        "mDNS at {0} is left for {1} s, since too much is announced there",
                        each.getHostAddress(),
                        AFTER_FLOOD.toSeconds());
                flooded.put(each, System.nanoTime());
                leave(each);
            }
        }
        wanted.removeAll(flooded.keySet());
        for (InetAddress each : wanted) {
            try {
                join(each).change(now);
                unusable.remove(each);
            } catch (IOException | RuntimeException e) {
                if (unusable.add(each)) {
                    LOG.log(Level.WARNING, "mDNS cannot be used at " + each.getHostAddress(), e);
                }
            }
        }
    }

    private int records(InetAddress each) {
        MdnsLink link = links.get(each);
        return link == null ? 0 : link.records();
    }

    private Set<InetAddress> addresses(NetworkWish now) {
        if (now.isNothing()) {
            return new HashSet<>();
        }
        flooded.values().removeIf(since -> System.nanoTime() - since > AFTER_FLOOD.toNanos());
        try {
            Set<InetAddress> all = LinkAddresses.of(now.interfaces());
            all.removeAll(flooded.keySet());
            return all;
        } catch (SocketException e) {
            LOG.log(Level.DEBUG, "the interfaces of this machine are not known", e);
            return new HashSet<>(links.keySet());
        }
    }

    private MdnsLink join(InetAddress each) throws IOException {
        MdnsLink link = links.get(each);
        if (link == null) {
            link = MdnsLink.open(each, own, listener);
            links.put(each, link);
        }
        return link;
    }

    /** Leaves a network in the background, since that takes seconds. */
    private void leave(InetAddress each) {
        MdnsLink link = links.remove(each);
        if (link != null) {
            Thread ending = Thread.ofPlatform().daemon().name("mdns-close").start(link::close);
            synchronized (this) {
                leaving.removeIf(one -> !one.isAlive());
                leaving.add(ending);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public void awaitClosed(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        try {
            Thread owner;
            synchronized (this) {
                owner = thread;
            }
            if (owner != null) {
                boolean _ = owner.join(left(end));
            }
            List<Thread> last;
            synchronized (this) {
                last = List.copyOf(leaving);
            }
            for (Thread each : last) {
                boolean _ = each.join(left(end));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }
}
