package io.belfry.bench.programs;

/**
 * @param programs that listen
 * @param rate call events a second
 * @param seconds that are measured
 * @param burst call events that come at once afterwards
 */
public record ProgramsPlan(int programs, int rate, int seconds, int burst) {
    int steady() {
        return rate * seconds;
    }
}
