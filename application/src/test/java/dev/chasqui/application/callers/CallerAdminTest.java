package dev.chasqui.application.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class CallerAdminTest {
    private static final Caller WHO = new Caller("root", Caller.Role.ADMIN, Set.of("*"));

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-12-01T10:00:00Z"));
    private final MemoryCallerStore store = new MemoryCallerStore();
    private final CallerDirectory directory = new CallerDirectory(store, now::get, false);
    private final Callers callers =
            new Callers(
                    List.of(
                            new Key(
                                    "config",
                                    KeyDigest.hex("config-key"),
                                    Caller.Role.USER,
                                    Set.of("*"))),
                    directory);
    private final CallerAdmin admin = new CallerAdmin(callers);

    private static Json.Obj json(String text) {
        return (Json.Obj) JsonReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private User create(String text) {
        return admin.createUser(WHO, json(text));
    }

    private static void assertInvalid(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class));
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.NotFound.class));
    }

    @Test
    void aKeyIsShownOnceAndAcceptedAtOnce() {
        create("{'name':'ana','limits':{'requests':'5/1m'}}");

        MadeKey made = admin.createKey(WHO, "ana", json("{'name':'laptop'}"));

        assertThat(made.secret()).matches("chsq_[A-Za-z0-9_-]{43}");
        assertThat(callers.identify(made.secret()).name()).isEqualTo("ana");
        assertThat(made).asString().doesNotContain(made.secret());
        assertThat(admin.keys("ana")).extracting(ApiKey::name).containsExactly("laptop");
        assertThat(directory.scopes(callers.identify(made.secret())))
                .flatMap(LimitedScope::limits)
                .containsExactly(new Limit.Requests(5, Duration.ofMinutes(1)));
    }

    @Test
    void aStoredChangeActsThoughTheStoreIsLostBehindIt() {
        create("{'name':'ana'}");
        MadeKey made = admin.createKey(WHO, "ana", json("{'name':'laptop'}"));
        AtomicBoolean lost = new AtomicBoolean();
        CallerStore losing =
                new CallerStore() {
                    @Override
                    public Stored load() {
                        if (lost.get()) {
                            throw new FailureException(new StoreAway("it was lost"));
                        }
                        return store.load();
                    }

                    @Override
                    public long version() {
                        return load().version();
                    }

                    @Override
                    public OptionalLong apply(long basedOn, List<Change> all, AuditEntry entry) {
                        OptionalLong version = store.apply(basedOn, all, entry);
                        lost.set(true);
                        return version;
                    }
                };
        CallerDirectory other = new CallerDirectory(losing, now::get, false);
        Callers known = new Callers(callers.configured(), other);
        other.refresh();
        assertThat(known.identify(made.secret()).name()).isEqualTo("ana");

        CallerAdmin ofOther = new CallerAdmin(known);
        ofOther.createUser(WHO, json("{'name':'bea'}"));
        assertThat(other.userNames()).containsExactlyInAnyOrder("ana", "bea");
        lost.set(false);
        ofOther.revokeKey(WHO, made.key().id());

        assertThatThrownBy(() -> known.identify(made.secret()))
                .isInstanceOf(FailureException.class);
        assertThat(other.known()).contains(store.load());
    }

    @Test
    void everyChangeHasAnAuditEntryWithoutSecrets() {
        create("{'name':'ana'}");
        MadeKey first = admin.createKey(WHO, "ana", json("{'name':'laptop'}"));
        MadeKey second = admin.rotateKey(WHO, first.key().id(), Json.Obj.EMPTY);
        admin.changeUser(WHO, "ana", json("{'active':false}"));
        admin.revokeKey(WHO, first.key().id());
        admin.putTeam(WHO, "crew", json("{'limits':{'concurrency':2}}"));
        admin.deleteTeam(WHO, "crew");
        admin.deleteUser(WHO, "ana");

        assertThat(store.entries())
                .extracting(entry -> entry.who() + " " + entry.action() + " " + entry.subject())
                .containsExactly(
                        "root user.create ana",
                        "root key.create ana/laptop",
                        "root key.rotate ana/laptop",
                        "root user.deactivate ana",
                        "root key.revoke ana/laptop",
                        "root team.create crew",
                        "root team.delete crew",
                        "root user.delete ana");
        assertThat(store.entries())
                .asString()
                .doesNotContain(
                        first.secret(),
                        second.secret(),
                        KeyDigest.hex(first.secret()),
                        KeyDigest.hex(second.secret()));
    }

    @Test
    void aRotatedKeyHasTheSameIdAndAnotherSecret() {
        create("{'name':'ana'}");
        MadeKey first = admin.createKey(WHO, "ana", json("{'expires':'1h'}"));
        MadeKey second = admin.rotateKey(WHO, first.key().id(), Json.Obj.EMPTY);

        assertThat(second.key().id()).isEqualTo(first.key().id());
        assertThat(callers.identify(second.secret()).name()).isEqualTo("ana");
        assertThatThrownBy(() -> callers.identify(first.secret())).hasMessageContaining("unknown");

        now.set(now.get().plusSeconds(3_600));
        assertThatThrownBy(() -> callers.identify(second.secret())).hasMessageContaining("expired");
        String id = first.key().id();
        assertInvalid(() -> admin.rotateKey(WHO, id, Json.Obj.EMPTY), "has expired");
        MadeKey third = admin.rotateKey(WHO, id, json("{'expires':null}"));
        assertThat(callers.identify(third.secret()).name()).isEqualTo("ana");
    }

    @Test
    void aChangeKeepsWhatItDoesNotName() {
        admin.putTeam(WHO, "crew", Json.Obj.EMPTY);
        create("{'name':'ana','teams':['crew'],'models':['a*'],'limits':{'concurrency':2}}");

        User changed = admin.changeUser(WHO, "ana", json("{'zones':['open'],'limits':null}"));

        assertThat(CallerJson.json(changed))
                .hasToString(
                        "{\"name\":\"ana\",\"role\":\"user\",\"active\":true,"
                                + "\"created\":\"2026-12-01T10:00:00Z\",\"teams\":[\"crew\"],"
                                + "\"models\":[\"a*\"],\"zones\":[\"open\"]}");
        assertThat(admin.changeUser(WHO, "ana", json("{'models':null,'teams':null}")).teams())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name: ",
                "{'name':5} | name: ",
                "{'name':''} | name: ",
                "{'name':'..'} | name: ",
                "{'name':'a/b'} | name: ",
                "{'name':'ana\\n'} | name: ",
                "{'name':'ANA'} | is of a user",
                "{'name':'Config'} | is of a key of the config",
                "{'name':'bob','teams':['none']} | no team",
                "{'name':'bob','teams':'crew'} | teams: ",
                "{'name':'bob','role':'root'} | role: ",
                "{'name':'bob','active':'yes'} | active: ",
                "{'name':'bob','budget':10} | budget: ",
                "{'name':'bob','limits':'5/1m'} | limits: ",
                "{'name':'bob','password':'x'} | password: no such member"
            })
    void aWrongUserIsRefused(String text, String words) {
        create("{'name':'ana'}");

        assertInvalid(() -> create(text), words);

        assertThat(store.load().users()).containsOnlyKeys("ana");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'expires':'yesterday'} | expires: ",
                "{'expires':'2020-01-01T00:00:00Z'} | expires: ",
                "{'expires':'0s'} | expires: ",
                "{'expires':'999999999d'} | expires: ",
                "{'expires':30} | expires: ",
                "{'name':{}} | name: ",
                "{'role':'admin'} | role: no such member"
            })
    void aWrongKeyIsRefused(String text, String words) {
        create("{'name':'ana'}");

        assertInvalid(() -> admin.createKey(WHO, "ana", json(text)), words);

        assertThat(store.load().keys()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertNotFound(() -> admin.user("nobody"));
        assertNotFound(() -> admin.createKey(WHO, "nobody", Json.Obj.EMPTY));
        assertNotFound(() -> admin.revokeKey(WHO, "no-id"));
        assertNotFound(() -> admin.deleteTeam(WHO, "none"));
        assertInvalid(() -> admin.deleteUser(WHO, "config"), "of the config");
    }

    @Test
    void theLastAdministratorStays() {
        create("{'name':'root','role':'admin'}");
        MadeKey key = admin.createKey(WHO, "root", Json.Obj.EMPTY);
        String last = "last administrator";

        assertInvalid(() -> admin.deleteUser(WHO, "root"), last);
        assertInvalid(() -> admin.changeUser(WHO, "root", json("{'role':'user'}")), last);
        assertInvalid(() -> admin.changeUser(WHO, "root", json("{'active':false}")), last);
        assertInvalid(() -> admin.revokeKey(WHO, key.key().id()), last);

        create("{'name':'second','role':'admin'}");
        assertInvalid(() -> admin.deleteUser(WHO, "root"), last);
        admin.createKey(WHO, "second", Json.Obj.EMPTY);
        admin.deleteUser(WHO, "root");
        assertThatThrownBy(() -> callers.identify(key.secret())).hasMessageContaining("unknown");
    }

    @Test
    void aChangeIsDecidedAgainIfAnotherOneCameBetween() {
        CallerStore contended =
                new CallerStore() {
                    private int rivals = 3;

                    @Override
                    public Stored load() {
                        return store.load();
                    }

                    @Override
                    public long version() {
                        return store.version();
                    }

                    @Override
                    public OptionalLong apply(
                            long basedOn, List<Change> changes, AuditEntry entry) {
                        if (rivals-- > 0) {
                            store.apply(basedOn, List.of(), entry);
                        }
                        return store.apply(basedOn, changes, entry);
                    }
                };
        CallerAdmin rival =
                new CallerAdmin(
                        new Callers(List.of(), new CallerDirectory(contended, now::get, false)));

        rival.createUser(WHO, json("{'name':'ana'}"));

        assertThat(store.load().users()).containsOnlyKeys("ana");
    }
}
