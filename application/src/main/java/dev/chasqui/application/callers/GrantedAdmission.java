package dev.chasqui.application.callers;

import dev.chasqui.application.port.ModelView;
import dev.chasqui.application.port.exchange.Admission;
import dev.chasqui.application.port.exchange.AdmissionRequest;
import dev.chasqui.application.port.exchange.LimitState;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gate that checks the models, kinds and zones that a caller's user and key allow, before
 * another gate counts the request.
 */
public final class GrantedAdmission implements Admission {
    private final CallerDirectory directory;
    private final Admission next;

    /** Puts the checks before a gate. */
    public GrantedAdmission(CallerDirectory directory, Admission next) {
        this.directory = directory;
        this.next = next;
    }

    @Override
    public Permit enter(AdmissionRequest request) {
        CallerGrants grants = directory.grants(request.caller());
        if (grants.isAll()) {
            return next.enter(request);
        }
        String name = request.caller().name();
        require(grants.allowsModel(request.model()), request.caller(), request.model());
        if (!grants.allowsKind(request.kind())) {
            throw forbidden(
                    "'%s' may not send requests of the kind '%s'; ask the server's administrator"
                            .formatted(name, request.kind().name().toLowerCase(Locale.ROOT)));
        }
        return new OfGrants(next.enter(request), grants);
    }

    @Override
    public Optional<LimitState> state(AdmissionRequest request) {
        return next.state(request);
    }

    @Override
    public ModelView view(Caller caller) {
        CallerGrants grants = directory.grants(caller);
        return grants.isAll() ? next.view(caller) : new ViewOfGrants(caller, grants);
    }

    private static void requireZone(CallerGrants grants, Caller caller, String backend, Zone zone) {
        if (!grants.allowsZone(zone)) {
            throw forbidden(
                    "'%s' may not use backends in the zone '%s', such as '%s'"
                            .formatted(
                                    caller.name(), zone.name().toLowerCase(Locale.ROOT), backend));
        }
    }

    private static void require(boolean allowed, Caller caller, String model) {
        if (!allowed) {
            throw forbidden(
                    "'%s' may not use model '%s'; ask the server's administrator for it"
                            .formatted(caller.name(), Quoting.shorten(model)));
        }
    }

    private static FailureException forbidden(String message) {
        return new FailureException(new Failure.Forbidden(message));
    }

    private record ViewOfGrants(Caller caller, CallerGrants grants) implements ModelView {
        @Override
        public boolean isAll() {
            return false;
        }

        @Override
        public boolean isAllModels() {
            return grants.isAllModels();
        }

        @Override
        public boolean mayAsk(String name) {
            return grants.allowsModelAlone(name);
        }

        @Override
        public Set<ModelKind> kinds() {
            return Stream.of(ModelKind.values())
                    .filter(grants::allows)
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public boolean mayReach(Zone zone) {
            return grants.allowsZone(zone);
        }

        @Override
        public boolean mayUseCollection(Optional<String> name) {
            return grants.allowsCollection(name);
        }

        @Override
        public void require(String name) {
            GrantedAdmission.require(mayAsk(name), caller, name);
        }

        @Override
        public void require(String backend, Zone zone) {
            requireZone(grants, caller, backend, zone);
        }
    }

    private record OfGrants(Permit permit, CallerGrants grants) implements Permit {
        @Override
        public Caller caller() {
            return permit.caller();
        }

        @Override
        public CommandRights rights() {
            return permit.rights();
        }

        @Override
        public void used(Optional<Usage> usage, List<ModelUsage> byModel) {
            permit.used(usage, byModel);
        }

        @Override
        public void asksFor(String name) {
            require(grants.allowsModelAlone(name), caller(), name);
            permit.asksFor(name);
        }

        @Override
        public void standsIn(String name) {
            permit.standsIn(name);
        }

        @Override
        public boolean mayUseCollection(Optional<String> name) {
            return grants.allowsCollection(name) && permit.mayUseCollection(name);
        }

        @Override
        public boolean mayReach(Zone zone) {
            return grants.allowsZone(zone) && permit.mayReach(zone);
        }

        @Override
        public boolean boundsZones() {
            return grants.boundsZones() || permit.boundsZones();
        }

        @Override
        public void asks(String backend, String model, Zone zone) {
            requireZone(grants, caller(), backend, zone);
            permit.asks(backend, model, zone);
        }

        @Override
        public boolean prefersRestricted() {
            return permit.prefersRestricted();
        }

        @Override
        public Optional<LimitState> state() {
            return permit.state();
        }

        @Override
        public boolean isCounted() {
            return permit.isCounted();
        }

        @Override
        public void close() {
            permit.close();
        }
    }
}
