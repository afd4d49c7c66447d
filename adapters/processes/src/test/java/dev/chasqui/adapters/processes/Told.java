package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.ModelServers;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A watcher that records its calls. */
final class Told implements ModelServers.Watcher {
    final List<String> progress = new CopyOnWriteArrayList<>();
    final CompletableFuture<Footprint> prepared = new CompletableFuture<>();
    final CompletableFuture<Backend> loaded = new CompletableFuture<>();
    final CompletableFuture<MeasuredMemory> memory = new CompletableFuture<>();
    final BlockingQueue<MeasuredMemory> observed = new LinkedBlockingQueue<>();
    final CompletableFuture<LoadFailure> failed = new CompletableFuture<>();
    final CompletableFuture<Boolean> exited = new CompletableFuture<>();

    /** Waits for a call, half a minute at most. */
    static <T> T await(CompletableFuture<T> what) throws Exception {
        return what.get(StandIns.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void progress(String text) {
        progress.add(text);
    }

    @Override
    public void prepared(Footprint estimate) {
        prepared.complete(estimate);
    }

    @Override
    public void loaded(Backend server, MeasuredMemory seen) {
        memory.complete(seen);
        loaded.complete(server);
    }

    @Override
    public void observed(MeasuredMemory seen) {
        observed.add(seen);
    }

    @Override
    public void failed(LoadFailure why) {
        failed.complete(why);
    }

    @Override
    public void exited() {
        exited.complete(true);
    }
}
