package dev.chasqui.adapters.llamacpp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A fake of llama-server's slots; a saved file has as many bytes as the slot has tokens. */
final class FakeSlots implements AutoCloseable {
    static final String KEY = "key of the slots";

    private static final Pattern ACTION = Pattern.compile("/slots/(\\d+)\\?action=(save|restore)");
    private static final Pattern NAME = Pattern.compile("\\{\"filename\":\"([^\"/]+)\"}");

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger restores = new AtomicInteger();
    private volatile Path folder = Path.of("");
    private volatile int[] tokens = {};
    private volatile int busy = -1;
    private volatile boolean refuses;
    private volatile boolean hangs;
    private volatile boolean drips;

    FakeSlots() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/slots", this::answer);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    /** Sets the number of tokens of each slot. */
    void slots(int... each) {
        tokens = each.clone();
    }

    List<Integer> tokens() {
        return Arrays.stream(tokens).boxed().toList();
    }

    void folder(Path savePath) {
        folder = savePath;
    }

    void busy(int slot) {
        busy = slot;
    }

    void refuseToRestore() {
        refuses = true;
    }

    void hang() {
        hangs = true;
    }

    /** Makes the server answer one byte at a time, and never to the end. */
    void drip() {
        drips = true;
    }

    int restores() {
        return restores.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (hangs) {
            rest();
        }
        if (drips) {
            drip(exchange);
        }
        Matcher action = ACTION.matcher(exchange.getRequestURI().toString());
        Matcher name = NAME.matcher(body);
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{}");
        } else if (!action.matches()) {
            send(exchange, 200, slots());
        } else if (!name.matches()) {
            send(exchange, 400, "{}");
        } else {
            Path file = folder.resolve(name.group(1));
            int slot = Integer.parseInt(action.group(1));
            act(exchange, slot, action.group(2).equals("save"), file);
        }
    }

    private void act(HttpExchange exchange, int slot, boolean save, Path file) throws IOException {
        if (save) {
            Files.write(file, new byte[tokens[slot]]);
            send(exchange, 200, "{\"n_saved\":%d}".formatted(tokens[slot]));
            return;
        }
        restores.incrementAndGet();
        if (refuses) {
            send(exchange, 400, "{}");
            return;
        }
        tokens[slot] = (int) Files.size(file);
        send(exchange, 200, "{\"n_restored\":%d}".formatted(tokens[slot]));
    }

    private String slots() {
        return IntStream.range(0, tokens.length)
                .mapToObj(
                        slot ->
                                "{\"id\":%d,\"is_processing\":%b,\"params\":{\"id\":9}}"
                                        .formatted(slot, slot == busy))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        try {
            do {
                out.write(' ');
                out.flush();
            } while (!closed.await(20, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
        threads.close();
    }
}
