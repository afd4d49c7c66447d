package dev.chasqui.application;

import dev.chasqui.application.port.DerivedModels;
import dev.chasqui.domain.derived.DerivedModel;

import java.util.ArrayList;
import java.util.List;

/** The derived models of a test, in memory. */
public final class FakeDerivedModels implements DerivedModels {
    private volatile List<DerivedModel> all;

    public FakeDerivedModels(DerivedModel... models) {
        all = List.of(models);
    }

    @Override
    public List<DerivedModel> all() {
        return all;
    }

    @Override
    public synchronized void put(DerivedModel model) {
        List<DerivedModel> more = new ArrayList<>(all);
        more.removeIf(other -> other.name().equals(model.name()));
        more.add(model);
        all = List.copyOf(more);
    }

    @Override
    public synchronized boolean remove(String name) {
        List<DerivedModel> fewer = new ArrayList<>(all);
        boolean there = fewer.removeIf(other -> other.name().equals(name));
        all = List.copyOf(fewer);
        return there;
    }
}
