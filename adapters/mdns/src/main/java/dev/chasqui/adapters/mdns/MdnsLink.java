package dev.chasqui.adapters.mdns;

import dev.chasqui.application.port.discovery.Advertisement;
import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.application.port.discovery.AnnouncementListener;
import dev.chasqui.application.port.discovery.NetworkWish;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import javax.jmdns.impl.JmDNSImpl;

/**
 * The network at one address of this machine. One thread changes and closes it; jmdns tells it what
 * is there on threads of its own.
 */
final class MdnsLink {
    private static final System.Logger LOG = System.getLogger(MdnsLink.class.getName());
    private static final String DOMAIN = ".local.";
    private static final String ID = "id";
    private static final int LONGEST_NAME = 255;

    /** The most services that are told; those that a flood brings beyond are not. */
    private static final int MOST_TOLD = 1024;

    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)([A-Za-z0-9-]{1,63}\\.)+local");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+){1,8}");
    private static final int LONGEST_PATH = 200;
    private static final Set<String> YES = Set.of("1", "true", "yes", "on");

    private final InetAddress address;
    private final String own;
    private final AnnouncementListener listener;
    private final JmDNS dns;
    private final Map<String, Listening> listening = new HashMap<>();
    private Optional<Advertisement> advertised = Optional.empty();
    private @Nullable ServiceInfo registered;

    private MdnsLink(InetAddress address, String own, AnnouncementListener listener, JmDNS dns) {
        this.address = address;
        this.own = own;
        this.listener = listener;
        this.dns = dns;
    }

    /**
     * Joins the network; may take a second.
     *
     * @param own the id of this server in what it announces
     */
    static MdnsLink open(InetAddress address, String own, AnnouncementListener listener)
            throws IOException {
        return new MdnsLink(address, own, listener, JmDNS.create(address));
    }

    /** The services of one type. */
    private final class Listening implements ServiceListener {
        private final String type;
        private final Set<Announcement.Id> told = new HashSet<>();
        private boolean ended;

        Listening(String type) {
            this.type = type;
        }

        @Override
        public void serviceAdded(ServiceEvent event) {
            // Its address is told next.
        }

        @Override
        public synchronized void serviceResolved(ServiceEvent event) {
            if (ended) {
                return;
            }
            Announcement.Id id = id(event);
            ServiceInfo info = event.getInfo();
            if (own.equals(info.getPropertyString(ID)) || event.getName().length() > LONGEST_NAME) {
                forget(id);
            } else if (info.getPort() >= 1
                    && info.getPort() <= 65_535
                    && (told.contains(id) || told.size() < MOST_TOLD)) {
                told.add(id);
                listener.announced(announcement(id, info));
            }
        }

        @Override
        public synchronized void serviceRemoved(ServiceEvent event) {
            forget(id(event));
        }

        private void forget(Announcement.Id id) {
            if (told.remove(id)) {
                listener.withdrawn(id);
            }
        }

        void end() {
            dns.removeServiceListener(type + DOMAIN, this);
            synchronized (this) {
                // jmdns may still tell of a service that it has found before.
                ended = true;
                Set.copyOf(told).forEach(this::forget);
            }
        }

        private Announcement.Id id(ServiceEvent event) {
            return new Announcement.Id(LinkAddresses.text(address), type, event.getName());
        }
    }

    private Announcement announcement(Announcement.Id id, ServiceInfo info) {
        List<InetAddress> addresses =
                Stream.<InetAddress>concat(
                                Stream.of(info.getInet4Addresses()),
                                Stream.of(info.getInet6Addresses()))
                        .filter(this::mayBeThere)
                        .toList();
        String tls = Objects.requireNonNullElse(info.getPropertyString("tls"), "");
        String path = Objects.requireNonNullElse(info.getPropertyString("path"), "");
        return new Announcement(
                id,
                addresses,
                host(Objects.requireNonNullElse(info.getServer(), "")),
                info.getPort(),
                YES.contains(tls.toLowerCase(Locale.ROOT)),
                path.length() <= LONGEST_PATH && PATH.matcher(path).matches() ? path : "");
    }

    /** A machine of the network cannot know what listens on this machine's loopback. */
    private boolean mayBeThere(InetAddress one) {
        return !one.isLoopbackAddress() || address.isLoopbackAddress();
    }

    private static String host(String server) {
        String host = server.replaceFirst("\\.$", "");
        return HOST.matcher(host).matches() ? host : "";
    }

    /** Begins what is wished; the end of an announcement takes seconds. */
    void change(NetworkWish wish) throws IOException {
        for (String type : List.copyOf(listening.keySet())) {
            if (!wish.find().contains(type)) {
                Objects.requireNonNull(listening.remove(type)).end();
            }
        }
        for (String type : wish.find()) {
            if (!listening.containsKey(type)) {
                Listening one = new Listening(type);
                listening.put(type, one);
                dns.addServiceListener(type + DOMAIN, one);
            }
        }
        Optional<Advertisement> next =
                wish.advertised().filter(one -> one.listensAt().test(address));
        if (!next.equals(advertised)) {
            if (registered != null) {
                dns.unregisterService(registered);
                registered = null;
            }
            if (next.isPresent()) {
                ServiceInfo info = info(next.get());
                dns.registerService(info);
                registered = info;
            }
            advertised = next;
        }
    }

    private ServiceInfo info(Advertisement one) {
        Map<String, String> text = new HashMap<>(one.text());
        text.put(ID, own);
        return ServiceInfo.create(one.type() + DOMAIN, one.name(), one.port(), 0, 0, text);
    }

    /** Returns the number of records that jmdns holds, all of which others have sent. */
    int records() {
        return dns instanceof JmDNSImpl open
                ? open.getCache().values().stream().mapToInt(List::size).sum()
                : 0;
    }

    /** Withdraws what was announced and leaves the network, which takes seconds. */
    void close() {
        List<Listening> all = new ArrayList<>(listening.values());
        listening.clear();
        all.forEach(Listening::end);
        try {
            dns.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "mDNS at " + address.getHostAddress() + " did not end well", e);
        }
    }
}
