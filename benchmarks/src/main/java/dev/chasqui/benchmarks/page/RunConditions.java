package dev.chasqui.benchmarks.page;

import java.util.List;
import java.util.Map;

/**
 * The conditions under which figures were measured.
 *
 * @param facts the facts about machine, commit and run, by their names, in order
 * @param versions the versions of the gateways, by their names, in order
 * @param leftOut the sentences about peers that did not take part
 * @param quick true if the run was too short for meaningful figures
 */
public record RunConditions(
        Map<String, String> facts,
        Map<String, String> versions,
        List<String> leftOut,
        boolean quick) {}
