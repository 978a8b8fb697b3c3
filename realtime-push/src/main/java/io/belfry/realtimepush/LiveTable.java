package io.belfry.realtimepush;

/** What live views look at. One owner writes it; all of it is used on that owner's context. */
record LiveTable(NewestRows rows, TodayCounts counts, PbxLights pbxLights) {
    TodayCounts.Sum today(Sight sight) {
        return counts.of(sight::queue);
    }
}
