package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.pf4j.jars.JarAdmission;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.application.port.agents.InstalledJar;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The jars that may be loaded at all, by their hash or their signature. */
@Isolated("it runs the JDK's tools")
class JarAdmissionTest {
    private static final String OTHER = "ab".repeat(32);

    @TempDir private static Path shared;
    private static SignedJar key;
    private static SignedJar stranger;

    @TempDir private Path temp;
    private Path folder;
    private final List<PluginAgents> opened = new ArrayList<>();

    @BeforeAll
    static void makeKeys() throws Exception {
        key = SignedJar.key(shared, "author");
        stranger = SignedJar.key(shared, "stranger");
    }

    @BeforeEach
    void begin() throws IOException {
        folder = Files.createDirectory(temp.resolve("plugins"));
    }

    @AfterEach
    void close() {
        opened.forEach(PluginAgents::close);
        System.clearProperty("sample.ran");
    }

    @Test
    void onlyAJarOfTheListIsLoadedAndTheReasonNamesTheHashAndTheKey() throws IOException {
        Path jar = running().in(folder, "a.jar");
        String hash = JarTrust.sha256(jar);

        assertThat(open(Set.of(OTHER), Set.of()).reports())
                .singleElement()
                .asString()
                .endsWith(
                        "a.jar is not loaded: it is not allowed here: its SHA-256 "
                                + hash
                                + " is not in plugins.allowed (add it there to load this jar)");
        assertThat(System.getProperty("sample.ran")).as("no code of it ran").isNull();
        assertThat(open(Set.of(hash), Set.of()).reports()).allMatch(PluginReport::loaded);
    }

    @Test
    void theNameOfAnAllowedJarIsWorthNothing() throws IOException {
        Path allowed = PluginJar.ofAgent("a").in(temp.resolve("elsewhere"), "a.jar");
        running().id("a").in(folder, "a.jar");

        PluginAgents agents = open(Set.of(JarTrust.sha256(allowed)), Set.of());

        assertThat(agents.reports()).noneMatch(PluginReport::loaded);
        assertThat(System.getProperty("sample.ran")).isNull();
    }

    @Test
    void theBundledJarsAreAlwaysAllowed() throws IOException {
        PluginJar.ofAgent("own").in(folder, "own.jar");

        PluginAgents agents =
                open(new JarTrust(Optional.of(folder), Set.of()), Set.of(OTHER), Set.of());

        assertThat(agents.reports()).allMatch(PluginReport::loaded);
    }

    @Test
    void aJarThatALongerListForbidsIsStoppedByAReload() throws IOException {
        Path jar = PluginJar.ofAgent("a").in(folder, "a.jar");
        String hash = JarTrust.sha256(jar);
        PluginAgents agents = open(Set.of(), Set.of());

        var forbidden = agents.reload(settings(JarTrust.NONE, Set.of(OTHER), Set.of()));

        assertThat(forbidden)
                .isInstanceOfSatisfying(
                        PluginReload.Done.class,
                        done -> assertThat(done.stopped()).containsExactly("a"));
        var allowed = agents.reload(settings(JarTrust.NONE, Set.of(OTHER, hash), Set.of()));
        assertThat(allowed)
                .isInstanceOfSatisfying(
                        PluginReload.Done.class,
                        done -> assertThat(done.started()).containsExactly("a"));
    }

    @Test
    void aReplacementThatIsNotAllowedLeavesTheAllowedOneRunning() throws IOException {
        Path jar = PluginJar.ofAgent("a").in(folder, "a.jar");
        PluginAgents agents = open(Set.of(JarTrust.sha256(jar)), Set.of());
        running().in(folder, "a.jar");

        agents.refresh();

        assertThat(System.getProperty("sample.ran")).isNull();
        assertThat(agents.control().jars())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.generation()).isEqualTo(1);
                            assertThat(one.reason().orElseThrow()).contains("plugins.allowed");
                        });
    }

    @Test
    void aJarThatAKnownCertificateSignedIsLoaded() throws Exception {
        key.sign(PluginJar.ofAgent("a").in(folder, "a.jar"));

        PluginAgents agents = open(Set.of(), Set.of(key.sha256()));

        assertThat(agents.control().jars())
                .extracting(InstalledJar::signer)
                .containsExactly(Optional.of(key.sha256()));
        agents.refresh();
        assertThat(agents.reports()).allMatch(PluginReport::loaded);
    }

    @Test
    void aJarOfAStrangerIsNot() throws Exception {
        stranger.sign(PluginJar.ofAgent("a").in(folder, "a.jar"));

        assertThat(open(Set.of(), Set.of(key.sha256())).reports())
                .singleElement()
                .asString()
                .contains("and its signer " + stranger.sha256() + " is not in plugins.signers");
    }

    @Test
    void anUnsignedJarIsNot() throws IOException {
        PluginJar.ofAgent("a").in(folder, "a.jar");

        assertThat(open(Set.of(), Set.of(key.sha256())).reports())
                .singleElement()
                .asString()
                .contains("and it is not signed by one of plugins.signers");
    }

    @Test
    void aJarWithAnEntryThatWasAddedAfterItsSignatureIsNot() throws Exception {
        Path jar = key.sign(running().in(folder, "a.jar"));
        try (FileSystem zip = zip(jar)) {
            Files.writeString(zip.getPath("added.txt"), "more");
        }

        assertThat(open(Set.of(), Set.of(key.sha256())).reports())
                .singleElement()
                .asString()
                .contains("and its signature does not cover all its entries");
        assertThat(System.getProperty("sample.ran")).isNull();
    }

    /** The signature is wrong, so it is refused even where nobody asks for signatures. */
    @Test
    void aJarWithAnEntryThatWasChangedAfterItsSignatureIsNeverLoaded() throws Exception {
        Path jar = key.sign(running().entry("data.txt", new byte[] {1}).in(folder, "a.jar"));
        try (FileSystem zip = zip(jar)) {
            Files.writeString(zip.getPath("data.txt"), "changed");
        }

        for (Set<String> signers : List.of(Set.<String>of(), Set.of(key.sha256()))) {
            assertThat(open(Set.of(), signers).reports())
                    .singleElement()
                    .asString()
                    .contains("its signature does not hold: ", "data.txt");
        }
        assertThat(System.getProperty("sample.ran")).isNull();
        assertThat(open(Set.of(JarTrust.sha256(jar)), Set.of()).reports())
                .as("its hash is allowed")
                .allMatch(PluginReport::loaded);
    }

    @Test
    void aJarFromWhichAnEntryWasRemovedAfterItsSignatureIsNeverLoaded() throws Exception {
        Path jar = key.sign(running().entry("data.txt", new byte[] {1}).in(folder, "a.jar"));
        try (FileSystem zip = zip(jar)) {
            Files.delete(zip.getPath("data.txt"));
        }

        assertThat(open(Set.of(), Set.of(key.sha256())).reports())
                .singleElement()
                .asString()
                .contains("its manifest names data.txt, which is missing");
    }

    private static FileSystem zip(Path jar) throws IOException {
        return FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of());
    }

    /** A plug-in whose code leaves a trace as soon as it is loaded. */
    private static PluginJar running() {
        return PluginJar.of(
                "a",
                PluginJar.agent("a"),
                "static { System.setProperty(\"sample.ran\", \"true\"); }");
    }

    private PluginAgents open(Set<String> allowed, Set<String> signers) {
        return open(JarTrust.NONE, allowed, signers);
    }

    private PluginAgents open(JarTrust trust, Set<String> allowed, Set<String> signers) {
        PluginAgents agents =
                new PluginAgents(
                        List.of(folder),
                        temp.resolve("copies-" + UUID.randomUUID()),
                        settings(trust, allowed, signers));
        opened.add(agents);
        return agents;
    }

    private PluginSettings settings(JarTrust trust, Set<String> allowed, Set<String> signers) {
        return new PluginSettings(
                Json.Obj.EMPTY,
                temp,
                temp::resolve,
                trust,
                new JarAdmission(allowed, signers),
                Duration.ofSeconds(30),
                ServiceLender.none());
    }
}
