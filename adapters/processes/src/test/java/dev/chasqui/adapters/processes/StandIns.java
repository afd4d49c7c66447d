package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.size.Footprint;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The start of fake servers, the search for their processes, and waits with a deadline. */
final class StandIns {
    static final Duration LONG = Duration.ofSeconds(30);

    /** The mark by which all processes of a test are found. */
    private final String mark;

    StandIns() {
        this("mark-" + UUID.randomUUID());
    }

    StandIns(String mark) {
        this.mark = mark;
    }

    String mark() {
        return mark;
    }

    /** Returns a launch of a fake server with some habits. */
    Launch launch(Duration patience, String... habits) {
        List<String> command = new ArrayList<>(java(StandInServer.class, "${port}", mark));
        command.addAll(List.of(habits));
        return launch(command, patience);
    }

    static Launch launch(List<String> command, Duration patience) {
        return new Launch(
                command,
                Map.of("STAND_IN_KEY", "${key}"),
                "/health",
                patience,
                Duration.ofSeconds(1));
    }

    /** Returns a fake server that is ready to be started. */
    Recipe recipe(String... habits) {
        return _ -> new Recipe.Prepared(launch(LONG, habits), Footprint.NONE);
    }

    /** Returns the command that runs a main class of the tests in a JVM of its own. */
    static List<String> java(Class<?> main, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns the command lines of all running processes with the mark. */
    List<String> alive() {
        return marked().filter(line -> !line.contains(" lifeline setsid ")).toList();
    }

    /** Waits until no process with the mark is left, lifelines included. */
    void awaitEnd() throws InterruptedException {
        await("the end of all", () -> marked().findAny().isEmpty());
    }

    private Stream<String> marked() {
        return ProcessHandle.allProcesses()
                .flatMap(one -> one.info().commandLine().stream())
                .filter(line -> line.contains(mark));
    }

    /** Returns the answer of a server; empty if it breaks off. */
    static String get(int port, String path) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(LONG).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        }
    }

    /** Waits until a condition holds, half a minute at most. */
    static void await(String what, BooleanSupplier holds) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + LONG.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within " + LONG);
            }
            var _ = never.await(20, TimeUnit.MILLISECONDS);
        }
    }

    /** Returns a backend that is never asked. */
    static Backend nobody() {
        return (Backend)
                Proxy.newProxyInstance(
                        Backend.class.getClassLoader(),
                        new Class<?>[] {Backend.class},
                        (_, method, _) -> {
                            throw new UnsupportedOperationException(method.getName());
                        });
    }
}
