package dev.chasqui.application.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerInspector;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The threads of discovery: services are asked, and what changes is taken into use. */
class DiscoveredServersTest {
    private static final Announcement.Id ID =
            new Announcement.Id("10.0.0.1", "_ollama._tcp", "desk");

    /** The lists of servers that were taken into use, one after the other. */
    private final BlockingQueue<List<ServerEntry>> changes = new LinkedBlockingQueue<>();

    private final BlockingQueue<String> inspected = new LinkedBlockingQueue<>();
    private volatile Runnable whileChanged = () -> {};
    private volatile List<ServerEntry> others = List.of();
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();

    private final DiscoveredServers servers = new DiscoveredServers(new Inspector(), this::take);

    private void take() {
        changes.add(servers.beside(others));
        whileChanged.run();
    }

    /** An inspector before servers at 10.0.0.*, of which 10.0.0.7 demands a key. */
    private final class Inspector implements ServerInspector {
        @Override
        public String admit(String url) {
            if (url.contains("169.254.")) {
                throw new FailureException(new Failure.Invalid("url", "refused"));
            }
            return url;
        }

        @Override
        public List<InetAddress> addresses(String host) {
            return names.getOrDefault(host, List.of());
        }

        @Override
        public Inspected inspect(String id, String url, Optional<ServerKey> key) {
            inspected.add(url + key.map(ServerKey::secret).orElse(""));
            if (!url.contains("//10.0.0.")) {
                throw new FailureException(new Failure.BackendUnreachable(id, "away"));
            }
            return new Inspected("ollama", List.of(), !url.contains("10.0.0.7"));
        }
    }

    @AfterEach
    void close() {
        servers.close();
    }

    private static Announcement service(String... addresses) {
        return service(ID, addresses);
    }

    private static Announcement service(Announcement.Id id, String... addresses) {
        return new Announcement(
                id,
                List.of(addresses).stream().map(InetAddress::ofLiteral).toList(),
                "",
                11434,
                false,
                "");
    }

    private List<ServerEntry> change() throws InterruptedException {
        List<ServerEntry> change = changes.poll(20, TimeUnit.SECONDS);
        assertThat(change).as("a change within 20 s").isNotNull();
        return change;
    }

    @Test
    void aServerIsUsedAtItsFirstAddressThatAnswersWithoutAKeyAndLeavesWhenItIsNotSoughtAnyMore()
            throws Exception {
        servers.change(true, Duration.ofMinutes(1));
        servers.announced(service("169.254.169.254", "10.9.9.9", "10.0.0.7", "10.0.0.5"));

        assertThat(change())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.url()).isEqualTo("http://10.0.0.5:11434");
                            assertThat(one.id()).isEqualTo("10.0.0.5-11434");
                            assertThat(one.type()).contains("ollama");
                            assertThat(one.key()).isEmpty();
                        });
        assertThat(inspected)
                .containsExactly(
                        "http://10.9.9.9:11434", "http://10.0.0.7:11434", "http://10.0.0.5:11434");

        servers.change(false, Duration.ofMinutes(1));

        assertThat(change()).isEmpty();
    }

    @Test
    void aServerAtAnAddressOfAnothersNameIsNotUsedNotEvenWhileTheNameIsLookedUp() throws Exception {
        names.put("gpu1", List.of(InetAddress.ofLiteral("10.0.0.5")));
        others =
                List.of(
                        new ServerEntry(
                                "gpu",
                                "http://gpu1:11434/api",
                                Set.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of()));
        servers.change(true, Duration.ofMinutes(1));
        servers.announced(service("10.0.0.5"));
        assertThat(change()).isEmpty();

        servers.announced(
                service(new Announcement.Id("10.0.0.1", "_ollama._tcp", "other"), "10.0.0.6"));

        List<ServerEntry> change = change();
        while (change.isEmpty()) {
            change = change();
        }
        assertThat(change).extracting(ServerEntry::url).containsExactly("http://10.0.0.6:11434");
    }

    @Test
    void noChangeIsTakenIntoUseAfterTheClose() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        whileChanged =
                () -> {
                    begun.countDown();
                    awaitQuietly(goOn);
                };
        servers.change(true, Duration.ofMinutes(1));
        servers.announced(service("10.0.0.5"));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(servers::close);
        servers.change(false, Duration.ofMinutes(1));
        goOn.countDown();

        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
        assertThat(changes).hasSize(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
