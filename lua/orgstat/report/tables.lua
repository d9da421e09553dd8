return { find = function() end, plain = function() end, finish = function() end, read = function() end, caption = function() end }
