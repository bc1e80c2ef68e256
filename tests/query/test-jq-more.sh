#!/bin/sh
# test-jq-more.sh - test-jq.sh with other and more filters and payloads
QUERY_SEED=11 QUERY_FILTERS=500 QUERY_PAYLOADS=100
export QUERY_SEED QUERY_FILTERS QUERY_PAYLOADS
exec sh "${abs_top_srcdir:-.}/tests/query/test-jq.sh"
