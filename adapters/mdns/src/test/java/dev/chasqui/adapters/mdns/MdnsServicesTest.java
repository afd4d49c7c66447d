package dev.chasqui.adapters.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.application.port.discovery.Advertisement;
import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.application.port.discovery.AnnouncementListener;
import dev.chasqui.application.port.discovery.NetworkWish;
import dev.chasqui.testing.LoopbackMulticast;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Two real ends of multicast DNS on this machine's loopback. */
class MdnsServicesTest {
    private static final List<String> LOOPBACK = List.of("127.0.0.1");

    /** A thing that one end was told: an announcement, or the id of one that was withdrawn. */
    private static final class Told implements AnnouncementListener {
        private final BlockingQueue<Object> all = new LinkedBlockingQueue<>();

        @Override
        public void announced(Announcement service) {
            all.add(service);
        }

        @Override
        public void withdrawn(Announcement.Id id) {
            all.add(id);
        }

        /** Returns the next thing that it is told and that fits; the others are dropped. */
        Object next(Predicate<Object> fits) throws InterruptedException {
            Object next;
            do {
                next = all.poll(30, TimeUnit.SECONDS);
                assertThat(next).as("a matching announcement within 30 s").isNotNull();
            } while (!fits.test(next));
            return next;
        }
    }

    private static NetworkWish wish(String type, String name, Map<String, String> text) {
        return new NetworkWish(
                List.of(type),
                Optional.of(
                        new Advertisement(type, name, 11434, text, InetAddress::isLoopbackAddress)),
                LOOPBACK);
    }

    @Test
    void whatOneEndAnnouncesIsToldToTheOtherAloneUntilItLeaves() throws Exception {
        assumeTrue(LoopbackMulticast.works(), "loopback carries no multicast packets here");
        String type = "_test" + ProcessHandle.current().pid() % 10_000 + "._tcp";
        Told here = new Told();
        Told there = new Told();
        MdnsServices one = new MdnsServices(here);
        try (MdnsServices two = new MdnsServices(there)) {
            one.change(wish(type, "one", Map.of("path", "/x", "tls", "1")));
            two.change(wish(type, "two", Map.of("path", "/../etc?x", "tls", "0")));

            Announcement.Id id = new Announcement.Id("127.0.0.1", type, "one");
            Object found =
                    there.next(
                            new Announcement(
                                            id,
                                            List.of(InetAddress.ofLiteral("127.0.0.1")),
                                            "127-0-0-1.local",
                                            11434,
                                            true,
                                            "/x")
                                    ::equals);
            assertThat(found).isInstanceOf(Announcement.class);
            here.next(told -> told instanceof Announcement other && other.path().isEmpty());

            one.close();
            there.next(id::equals);
            one.awaitClosed(Duration.ofSeconds(30));
            // At first its own service comes without the text by which it is known.
            assertThat(here.all.stream().filter(told -> told.toString().contains("name=one")))
                    .satisfiesAnyOf(
                            all -> assertThat(all).isEmpty(),
                            all -> assertThat(all).last().isEqualTo(id));
        } finally {
            one.close();
        }
    }

    @Test
    void anAddressOfAnInterfaceIsKnownInEachSpelling() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "no IPv6 here");

        for (String spelling : List.of("::1", "0:0:0:0:0:0:0:1", "0000::0001")) {
            assertThat(LinkAddresses.of(List.of(spelling))).containsExactly(loopback);
        }
    }

    @Test
    void onlyOneAddressOfAnInterfaceIsUsed() throws Exception {
        assertThat(LinkAddresses.of(LOOPBACK)).containsExactly(InetAddress.ofLiteral("127.0.0.1"));
        assertThat(LinkAddresses.of(List.of("nosuch0"))).isEmpty();
        assertThat(LinkAddresses.of(List.of()))
                .noneMatch(InetAddress::isLoopbackAddress)
                .noneMatch(InetAddress::isLinkLocalAddress);
    }
}
