package dev.chasqui.benchmarks.page;

import java.util.List;
import java.util.Map;

/**
 * Under which conditions the figures were taken.
 *
 * @param facts of machine, commit and run, by their names, in order
 * @param versions of the gateways, by their names, in order
 * @param leftOut sentences about peers that did not take part
 * @param quick whether the run was too short for its figures to mean anything
 */
public record Setting(
        Map<String, String> facts,
        Map<String, String> versions,
        List<String> leftOut,
        boolean quick) {}
