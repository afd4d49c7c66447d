package dev.chasqui.application.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.discovery.Sightings.Outcome;
import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.application.port.registry.ServerAddress;
import dev.chasqui.application.port.registry.ServerEntry;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules by which announced services are asked, used and forgotten, in virtual time. */
class SightingsTest {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Sightings sightings = new Sightings();
    private long now;

    private static Announcement service(String name, String address, String path) {
        return new Announcement(
                id(name), List.of(InetAddress.ofLiteral(address)), "", 11434, false, path);
    }

    private static Announcement.Id id(String name) {
        return new Announcement.Id("10.0.0.1", "_ollama._tcp", name);
    }

    private static Announcement desk() {
        return service("desk", "10.0.0.5", "");
    }

    private static Outcome usable(Announcement service) {
        String url = AnnouncedAddresses.of(service).getFirst();
        return new Outcome.Usable(
                new ServerEntry(
                        ServerAddress.of(url).id(),
                        url,
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("ollama"),
                        List.of()));
    }

    private void announce(Announcement service) {
        sightings.announced(service, now);
    }

    private void withdraw(String name) {
        sightings.withdrawn(id(name), GRACE, now);
    }

    private List<Announcement> askedAfter(Duration time) {
        now += time.toNanos();
        return sightings.ask(now);
    }

    private void answer(Announcement service, Outcome outcome) {
        sightings.answered(service, outcome, GRACE, now);
    }

    /** Announces a service and has it answer. */
    private void use(Announcement service) {
        announce(service);
        assertThat(askedAfter(Duration.ofSeconds(1))).containsExactly(service);
        answer(service, usable(service));
    }

    private List<String> used() {
        return sightings.used().stream().map(one -> one.server().url()).toList();
    }

    @Test
    void aServiceThatAnswersIsUsed() {
        announce(desk());

        assertThat(used()).isEmpty();
        assertThat(askedAfter(Duration.ofSeconds(1))).containsExactly(desk());
        answer(desk(), usable(desk()));

        assertThat(used()).containsExactly("http://10.0.0.5:11434");
    }

    @Test
    void aServiceThatIsToldTwiceIsAskedOnceWithThePathThatIsToldLast() {
        announce(desk());
        announce(desk());
        assertThat(askedAfter(Duration.ofMillis(500))).isEmpty();
        Announcement whole = service("desk", "10.0.0.5", "/api");
        announce(whole);

        assertThat(askedAfter(Duration.ofMillis(900))).isEmpty();
        assertThat(askedAfter(Duration.ofSeconds(10))).containsExactly(whole);
        announce(whole);

        assertThat(askedAfter(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void aServiceThatDoesNotAnswerIsAskedAgainEverMoreRarely() {
        announce(desk());
        askedAfter(Duration.ofSeconds(1));
        answer(desk(), new Outcome.Silent());
        assertThat(askedAfter(Duration.ofSeconds(9))).isEmpty();
        assertThat(askedAfter(Duration.ofSeconds(1))).hasSize(1);
        answer(desk(), new Outcome.Silent());
        assertThat(askedAfter(Duration.ofSeconds(19))).isEmpty();
        assertThat(askedAfter(Duration.ofSeconds(1))).hasSize(1);
        for (int i = 0; i < 20; i++) {
            answer(desk(), new Outcome.Silent());
            assertThat(askedAfter(Duration.ofMinutes(5))).hasSize(1);
        }
        answer(desk(), usable(desk()));
        assertThat(used()).hasSize(1);
    }

    @Test
    void aServiceThatIsRefusedIsNotAskedAgainUntilItIsAnnouncedDifferently() {
        announce(desk());
        askedAfter(Duration.ofSeconds(1));
        answer(desk(), new Outcome.Refused());
        announce(desk());
        assertThat(askedAfter(Duration.ofDays(1))).isEmpty();

        announce(service("desk", "10.0.0.6", ""));

        assertThat(askedAfter(Duration.ofSeconds(10))).hasSize(1);
    }

    @Test
    void aServerThatIsWithdrawnLeavesAfterTheGraceIfItDoesNotAnswer() {
        use(desk());
        withdraw("desk");

        assertThat(askedAfter(GRACE.minusMillis(1))).isEmpty();
        assertThat(used()).hasSize(1);
        assertThat(askedAfter(Duration.ofMillis(1))).containsExactly(desk());
        assertThat(used()).hasSize(1);
        answer(desk(), new Outcome.Silent());

        assertThat(used()).isEmpty();
        assertThat(sightings.size()).isZero();
    }

    @Test
    void aServerThatIsWithdrawnAndAnswersStaysAndIsAskedAgain() {
        use(desk());
        withdraw("desk");
        askedAfter(GRACE);
        answer(desk(), usable(desk()));

        assertThat(used()).hasSize(1);
        assertThat(askedAfter(GRACE)).hasSize(1);
        answer(desk(), new Outcome.Refused());
        assertThat(used()).isEmpty();
    }

    @Test
    void aServerThatIsBackWithinTheGraceStaysAndIsAskedWhatItIsNow() {
        use(desk());
        withdraw("desk");
        now += Duration.ofSeconds(30).toNanos();
        announce(desk());

        assertThat(askedAfter(Duration.ofSeconds(1))).hasSize(1);
        answer(desk(), usable(desk()));
        assertThat(used()).hasSize(1);
        assertThat(askedAfter(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void aServiceThatIsWithdrawnWhileItIsAskedIsNotUsed() {
        announce(desk());
        askedAfter(Duration.ofSeconds(1));
        withdraw("desk");
        answer(desk(), usable(desk()));

        assertThat(used()).isEmpty();
        use(desk());
        assertThat(used()).hasSize(1);
    }

    @Test
    void aServerThatIsAnnouncedUnderTwoNamesIsUsedOnceUntilBothAreGone() {
        use(desk());
        use(service("same", "10.0.0.5", ""));
        assertThat(used()).hasSize(1);
        withdraw("desk");

        assertThat(used()).hasSize(1);
        assertThat(sightings.size()).isEqualTo(1);
        withdraw("same");
        assertThat(used()).hasSize(1);
        use(service("third", "10.0.0.5", ""));
        assertThat(sightings.size()).isEqualTo(1);
        withdraw("third");
        askedAfter(GRACE).forEach(one -> answer(one, new Outcome.Silent()));
        assertThat(used()).isEmpty();
    }

    @Test
    void aServerThatIsAnnouncedOftenTakesOneOfThePlacesOfServers() {
        for (int i = 0; i < Sightings.MOST_USED; i++) {
            use(service("name" + i, "10.0.0.5", ""));
        }
        use(service("other", "10.0.0.6", ""));

        assertThat(used()).hasSize(2);
    }

    @Test
    void aQuestionFromBeforeTheEndOfTheGraceMakesNoServerLeave() {
        use(desk());
        announce(service("desk", "10.0.0.5", "/api"));
        List<Announcement> asked = askedAfter(Duration.ofSeconds(10));
        withdraw("desk");
        asked.forEach(one -> answer(one, new Outcome.Silent()));

        assertThat(used()).hasSize(1);
        assertThat(askedAfter(GRACE.minusMillis(1))).isEmpty();
        askedAfter(Duration.ofMillis(1)).forEach(one -> answer(one, new Outcome.Silent()));
        assertThat(used()).isEmpty();
    }

    @Test
    void aFloodOfNamesTakesNoMoreThanItsPlaces() {
        for (int i = 0; i < 10_000; i++) {
            announce(service("flood" + i, "10.1." + i / 250 % 250 + "." + i % 250, ""));
        }

        assertThat(sightings.size()).isEqualTo(Sightings.MOST_KNOWN);
        assertThat(askedAfter(Duration.ofSeconds(1))).hasSize(Sightings.MOST_ASKED);
        assertThat(askedAfter(Duration.ofHours(1))).isEmpty();
        assertThat(sightings.nextDue()).isEqualTo(Sightings.NEVER);
    }

    @Test
    void thoseOfAFloodThatFailedMakeRoomForOthers() {
        for (int i = 0; i < Sightings.MOST_KNOWN; i++) {
            announce(service("flood" + i, "10.1.0." + i % 250, ""));
        }
        announce(desk());
        askedAfter(Duration.ofSeconds(1)).forEach(one -> answer(one, new Outcome.Refused()));

        announce(desk());

        assertThat(sightings.size()).isEqualTo(Sightings.MOST_KNOWN);
        for (int i = 0; i < Sightings.MOST_KNOWN / Sightings.MOST_ASKED; i++) {
            List<Announcement> asked = askedAfter(Duration.ofSeconds(1));
            asked.forEach(one -> answer(one, usable(one)));
        }
        assertThat(used()).hasSize(Sightings.MOST_USED);
    }

    @Test
    void anAnnouncementThatChangesAllTheTimeIsAskedAtMostEveryTenSeconds() {
        int asked = 0;
        for (int second = 0; second < 100; second += 2) {
            announce(service("desk", "10.0.0.5", "/" + second));
            List<Announcement> due = askedAfter(Duration.ofSeconds(2));
            asked += due.size();
            due.forEach(one -> answer(one, new Outcome.Silent()));
        }

        assertThat(asked).isBetween(1, 10);
    }

    @Test
    void addressesAreWrittenAsUrlsAndTheNameGoesFirstForHttps() {
        List<InetAddress> both =
                List.of(InetAddress.ofLiteral("10.0.0.5"), InetAddress.ofLiteral("fd00::5"));

        assertThat(
                        AnnouncedAddresses.of(
                                new Announcement(
                                        id("desk"), both, "desk.local", 8080, false, "/v1")))
                .containsExactly("http://10.0.0.5:8080/v1", "http://[fd00:0:0:0:0:0:0:5]:8080/v1");
        assertThat(
                        AnnouncedAddresses.of(
                                new Announcement(id("desk"), both, "desk.local", 443, true, "")))
                .containsExactly(
                        "https://desk.local:443",
                        "https://10.0.0.5:443",
                        "https://[fd00:0:0:0:0:0:0:5]:443");
    }
}
