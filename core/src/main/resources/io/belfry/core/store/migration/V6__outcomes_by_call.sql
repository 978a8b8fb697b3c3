-- What became of a page is found by integration, call and agent; the event alone is asked for no more.
drop index realtime_row_event;
alter table realtime_row drop column event_key;
